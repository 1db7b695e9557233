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

    /// <summary>Faults of a model on disk against what was signed.</summary>
    /// <param name="signed">What was signed.</param>
    /// <param name="model">The model's folder or file.</param>
    /// <param name="ignored">Paths to leave out beside those of the signature; one that is not in the folder does nothing.</param>
    /// <param name="allowsUnsigned">Whether files that were not signed may be there.</param>
    /// <param name="cancellation">Ends it.</param>
    public static ImmutableArray<EvidenceFault> Check(SignedModel signed, string model, IEnumerable<string> ignored, bool allowsUnsigned, CancellationToken cancellation)
    {
        ImmutableArray<string> left = Directory.Exists(model)
            ? [.. SignedModel.DefaultIgnoredPaths, .. signed.IgnoredPaths, .. ignored.Select(path => SignedFolder.Relative(model, path)).OfType<string>()]
            : [];
        SignedFolder found = new SignedFolder(model, left, signed.AllowsLinks, cancellation).Find();
        ImmutableArray<EvidenceFault> faults = ModelFilesCheck.Check(signed, found.Files, found.IsFile, allowsUnsigned, found.Hash);
        return allowsUnsigned ? faults : [.. found.Faults, .. faults];
    }

    /// <summary>Faults of a published model against what was signed: every file of the manifest must have been signed, whatever its name was then.</summary>
    public static ImmutableArray<EvidenceFault> Compare(SignedModel signed, ModelManifest manifest)
    {
        if (signed.ShardSize is { } size && manifest.Files.Any(file => file.SizeBytes > size))
            return [new(EvidenceCode.HashUnsupported, "predicate.serialization.method", "the parts of files were signed, and a manifest has the digests of whole ones: compare the folder instead.")];
        HashSet<Digest> digests = [.. signed.Resources.Select(static resource => resource.Sha256)];
        return [.. manifest.Files
            .Where(file => (file.SizeBytes > 0 || signed.ShardSize is null) && !digests.Contains(file.Sha256))
            .Select(static file => new EvidenceFault(EvidenceCode.FileUnsigned, file.Path, $"the published model has this file, with SHA-256 {file.Sha256}, and no file with that digest was signed."))];
    }

    public static string NameOf(SignatureMethod method) => method switch
    {
        SignatureMethod.Key => "key",
        SignatureMethod.Certificate => "certificate",
        SignatureMethod.Sigstore => "sigstore",
    };
}
