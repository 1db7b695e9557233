namespace OpenGradient.Interop;

/// <summary>Keeps the first fault of a reading; whoever reads must look at it before using anything that was read.</summary>
internal sealed class FaultSink(EvidenceCode code)
{
    /// <summary>The first fault, or null.</summary>
    public EvidenceFault? First { get; private set; }

    public void Add(string field, string reason) => Add(code, field, reason);

    public void Add(EvidenceCode kind, string field, string reason) => First ??= new(kind, field, reason);
}
