using System.Collections.Immutable;
using OpenGradient.Hub;
using OpenGradient.Interop;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Signing;

/// <summary>A model's signature beside its files, and beside a published model.</summary>
internal static class SignatureFiles
{
    /// <summary>What the file beside a model is called.</summary>
    public const string Name = ModelSource.SignatureFile;

    /// <summary>Faults of a published model against what was signed: every file of the manifest must have been signed, whatever its name was then.</summary>
    public static ImmutableArray<EvidenceFault> Compare(SignedModel signed, ModelManifest manifest)
    {
        if (signed.ShardSize is { } size && manifest.Files.Any(file => file.SizeBytes > size))
            return [new(EvidenceCode.HashUnsupported, "predicate.serialization.method", "the parts of files were signed, and a manifest has the digests of whole ones: compare the folder instead.")];
        HashSet<Digest> digests = [.. signed.Resources.Select(static resource => resource.Sha256)];
        return [.. manifest.Files
            .Where(file => file.SizeBytes > 0 && !digests.Contains(file.Sha256))
            .Select(static file => new EvidenceFault(EvidenceCode.FileUnsigned, file.Path, $"the published model has this file, with SHA-256 {file.Sha256}, and no file with that digest was signed."))];
    }

    public static string NameOf(SignatureMethod method) => method switch
    {
        SignatureMethod.Key => "key",
        SignatureMethod.Certificate => "certificate",
        SignatureMethod.Sigstore => "sigstore",
    };
}
