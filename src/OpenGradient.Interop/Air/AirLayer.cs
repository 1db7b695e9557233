namespace OpenGradient.Interop;

/// <summary>The layers in which a receipt of AIR v1 is judged; each begins where the one before holds.</summary>
public enum AirLayer
{
    /// <summary>No layer: everything holds.</summary>
    None = 0,

    /// <summary>Bytes, headers, profile.</summary>
    Parse = 1,

    /// <summary>The signature.</summary>
    Crypto = 2,

    /// <summary>The claims, each by itself.</summary>
    Claims = 3,

    /// <summary>What the verifier demands.</summary>
    Policy = 4,
}
