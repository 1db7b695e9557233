namespace OpenGradient.Interop;

/// <summary>What was found out about a receipt of AIR v1.</summary>
/// <param name="Code">The first rule that is broken.</param>
/// <param name="Claim">The claim that breaks it, by the draft's name; empty where it is none.</param>
public readonly record struct AirFinding(AirCode Code, string Claim = "")
{
    /// <summary>The layer of <see cref="Code"/>.</summary>
    public AirLayer Layer => Code.Layer();
}
