using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Interop;

/// <summary>A model's signature: a Sigstore bundle with a DSSE envelope around the list of the model's files (OpenSSF Model Signing 1.0).</summary>
/// <remarks>Parsed and well-formed; who signed it, and whether the files are those, is for <see cref="ModelSignatureVerifier"/> and <see cref="ModelFilesCheck"/>.</remarks>
public sealed class ModelSignature
{
    private ModelSignature(SigstoreBundle bundle, BundleEnvelope envelope, SignedModel model)
    {
        Bundle = bundle;
        Envelope = envelope;
        Model = model;
    }

    /// <summary>What it states.</summary>
    public SignedModel Model { get; }

    /// <summary>How it is said to be made.</summary>
    public SignatureMethod Method => Bundle.KeyHint is not null ? SignatureMethod.Key : Bundle.HasChain ? SignatureMethod.Certificate : SignatureMethod.Sigstore;

    internal SigstoreBundle Bundle { get; }

    internal BundleEnvelope Envelope { get; }

    /// <summary>Reads a signature; never throws, and says at which member it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out ModelSignature? signature, [NotNullWhen(false)] out EvidenceFault? fault)
    {
        signature = null;
        if (!SigstoreBundle.TryParse(json, out SigstoreBundle? bundle, out fault))
            return false;
        if (bundle.Envelope is not { } envelope)
        {
            fault = new(EvidenceCode.BundleMalformed, "dsseEnvelope", "a model's signature is an envelope, and this is the signature of a file.");
            return false;
        }

        if (SignedModelReader.Read(envelope, out EvidenceFault? malformed) is not { } statement)
        {
            fault = malformed! with { Field = $"dsseEnvelope.payload: {malformed.Field}" };
            return false;
        }

        signature = new(bundle, envelope, statement);
        if (signature.Method != SignatureMethod.Sigstore || !bundle.Entries.IsEmpty)
            return true;
        // SPEC: for the method sigstore "tlogEntries MUST contain at least one Rekor transparency log entry".
        signature = null;
        fault = new(EvidenceCode.EntryMissing, "verificationMaterial.tlogEntries", "a signature by an identity needs its entry in a transparency log.");
        return false;
    }
}
