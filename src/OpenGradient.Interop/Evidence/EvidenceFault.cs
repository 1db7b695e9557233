namespace OpenGradient.Interop;

/// <summary>Why foreign evidence is not accepted: the kind of fault, the field, and in a sentence what is wrong and what helps.</summary>
/// <param name="Code">What kind of fault it is.</param>
/// <param name="Field">Where it is: a member of a file, as a path, or the thing that was checked.</param>
/// <param name="Reason">The sentence.</param>
public sealed record EvidenceFault(EvidenceCode Code, string Field, string Reason)
{
    /// <summary>Whether the evidence could not be checked, rather than being wrong.</summary>
    public bool IsUnverifiable => Code is EvidenceCode.KeyUnsupported or EvidenceCode.HashUnsupported or EvidenceCode.EntryUnsupported
        or EvidenceCode.PayloadUnsupported or EvidenceCode.VersionUnsupported or EvidenceCode.CertificateUnsupported or EvidenceCode.ModelMissing;

    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {Reason} ({Code.WireName()})";
}
