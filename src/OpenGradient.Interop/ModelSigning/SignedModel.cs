using System.Collections.Immutable;
using System.Security.Cryptography;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>What a model's signature states (OpenSSF Model Signing 1.0, predicate <c>https://model_signing/signature/v1.0</c>).</summary>
/// <param name="Name">What the signer calls the model; nobody has checked it.</param>
/// <param name="Root">The digest of all resources together.</param>
/// <param name="Resources">The files or parts of files, in the order of the statement.</param>
/// <param name="ShardSize">How many bytes the parts have, all but the last of a file; null where whole files are listed.</param>
/// <param name="AllowsLinks">Whether symbolic links were followed.</param>
/// <param name="IgnoredPaths">Paths that were left out, with all below them.</param>
public sealed record SignedModel(
    string Name, Digest Root, ImmutableArray<ModelResource> Resources, long? ShardSize, bool AllowsLinks, ImmutableArray<string> IgnoredPaths)
{
    /// <summary>The type of the statement.</summary>
    public const string StatementType = "https://in-toto.io/Statement/v1";

    /// <summary>The type of its predicate.</summary>
    public const string PredicateType = "https://model_signing/signature/v1.0";

    /// <summary>What is left out whether the statement says so or not (OMS 1.0 §6.2).</summary>
    public static ImmutableArray<string> DefaultIgnoredPaths { get; } = [".git", ".gitattributes", ".github", ".gitignore"];

    /// <summary>The digest of resources together: SHA-256 of their digests, one after the other (OMS 1.0 §6.5.1).</summary>
    internal static Digest RootOf(IEnumerable<ModelResource> resources)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ModelResource resource in resources)
            hash.AppendData(resource.Sha256.AsSpan());
        return Digest.Finish(hash);
    }
}
