using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Interop;

/// <summary>Writes a model's signature by a key (OpenSSF Model Signing 1.0 §6): the statement, its envelope, and the bundle around it.</summary>
public static class ModelSignatureWriter
{
    /// <summary>The statement over whole files, its resources in the order of code points.</summary>
    /// <param name="name">The last part of the model's path.</param>
    /// <param name="files">The files by path, with their digests.</param>
    /// <param name="ignoredPaths">What was left out.</param>
    /// <exception cref="ArgumentException">There is no file, or a path is not canonical.</exception>
    public static SignedModel Describe(string name, IEnumerable<(string Path, Digest Sha256)> files, IEnumerable<string> ignoredPaths)
    {
        ImmutableArray<ModelResource> resources =
            [.. files.Select(static file => new ModelResource(file.Path, file.Path, 0, null, file.Sha256)).OrderBy(static resource => resource.Name, CodePointOrder.Instance)];
        if (resources.IsEmpty || resources.Any(static resource => !ModelPath.IsCanonical(resource.Path)))
            throw new ArgumentException("A model has at least one file, each by its canonical path.", nameof(files));
        return new(name, SignedModel.RootOf(resources), resources, ShardSize: null, AllowsLinks: false, [.. ignoredPaths.Distinct(StringComparer.Ordinal).Order(CodePointOrder.Instance)]);
    }

    /// <summary>The bundle, as JSON.</summary>
    /// <param name="model">What is signed.</param>
    /// <param name="key">The public key.</param>
    /// <param name="sign">Signs bytes with its private key: ECDSA in DER, over the hash of the key's length.</param>
    public static byte[] Write(SignedModel model, ForeignKey key, Func<byte[], byte[]> sign)
    {
        ArgumentNullException.ThrowIfNull(model);
        byte[] payload = CanonicalJson.Serialize(ToJson(model));
        byte[] signature = sign(DsseEnvelope.PreAuthenticationEncoding(BundleEnvelope.InTotoType, payload));
        return CanonicalJson.Serialize(JsonValue.Object(
            ("dsseEnvelope", JsonValue.Object(
                ("payload", JsonValue.String(Convert.ToBase64String(payload))),
                ("payloadType", JsonValue.String(BundleEnvelope.InTotoType)),
                ("signatures", JsonValue.Array(JsonValue.Object(("sig", JsonValue.String(Convert.ToBase64String(signature)))))))),
            ("mediaType", JsonValue.String("application/vnd.dev.sigstore.bundle.v0.3+json")),
            ("verificationMaterial", JsonValue.Object(
                ("publicKey", JsonValue.Object(("hint", JsonValue.String(ModelSignatureVerifier.HintOf(key))))),
                ("tlogEntries", JsonValue.Array())))));
    }

    private static JsonValue ToJson(SignedModel model) => JsonValue.Object(
        ("_type", JsonValue.String(SignedModel.StatementType)),
        ("predicate", JsonValue.Object(
            ("resources", JsonValue.Array([.. model.Resources.Select(static resource => JsonValue.Object(
                ("algorithm", JsonValue.String("sha256")),
                ("digest", JsonValue.String(resource.Sha256.ToString())),
                ("name", JsonValue.String(resource.Name))))])),
            ("serialization", JsonValue.Object(
                ("allow_symlinks", JsonValue.False),
                ("hash_type", JsonValue.String("sha256")),
                ("ignore_paths", JsonValue.Array([.. model.IgnoredPaths.Select(JsonValue.String)])),
                ("method", JsonValue.String("files")))))),
        ("predicateType", JsonValue.String(SignedModel.PredicateType)),
        ("subject", JsonValue.Array(JsonValue.Object(
            ("digest", JsonValue.Object(("sha256", JsonValue.String(model.Root.ToString())))),
            ("name", JsonValue.String(model.Name))))));
}
