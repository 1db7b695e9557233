namespace OpenGradient.Verification.Tests;

/// <summary>Every vector, in the order of the specification.</summary>
internal static class VectorCases
{
    public static IEnumerable<VectorCase> All() =>
    [
        .. HonestVectors.Cases(),
        .. ReceiptVectors.Cases(),
        .. SignatureVectors.Cases(),
        .. LogVectors.Cases(),
        .. WitnessVectors.Cases(),
        .. DisclosureVectors.Cases(),
        .. PolicyVectors.Cases(),
        .. DrawVectors.Cases(),
        .. AuditVectors.Cases(),
    ];
}
