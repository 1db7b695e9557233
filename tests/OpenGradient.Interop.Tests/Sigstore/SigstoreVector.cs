using System.Text;
using System.Text.Json;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests;

/// <summary>A vector of interop-1, "Sigstore bundles": a bundle, what it is said to be of, whom to trust, and the verdict.</summary>
internal sealed record SigstoreVector(byte[] Bundle, byte[] TrustRootBytes, Artifact Artifact, Signer Signer, string Verdict, string Code)
{
    private const string Folder = "spec/interop-1/sigstore";

    public static TheoryData<string> Names() =>
        [.. Directory.GetFiles(Repository.PathOf(Folder), "*.json").Select(static path => Path.GetFileNameWithoutExtension(path)).Where(static name => name != "trusted_root").Order(StringComparer.Ordinal)];

    public static SigstoreVector Read(string name)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf($"{Folder}/{name}.json")));
        JsonElement vector = json.RootElement;
        byte[] trust = vector.TryGetProperty("trustRoot", out JsonElement text) ? Encoding.UTF8.GetBytes(text.GetString()!) : File.ReadAllBytes(Repository.PathOf($"{Folder}/trusted_root.json"));
        byte[] file = vector.GetProperty("file").GetBytesFromBase64();
        return new(
            Encoding.UTF8.GetBytes(vector.GetProperty("bundle").GetString()!),
            trust,
            vector.TryGetProperty("digestOnly", out _) ? Artifact.OfSha256(Digest.Sha256(file)) : Artifact.OfBytes(file),
            ReadSigner(vector),
            vector.GetProperty("verdict").GetString()!,
            vector.GetProperty("code").GetString()!);
    }

    public static string VerdictOf(EvidenceFault? fault) => fault is null ? "valid" : fault.IsUnverifiable ? "unverifiable" : "invalid";

    /// <summary>What the whole verifier finds.</summary>
    public EvidenceFault? Judge()
    {
        if (!TrustRoot.TryParse(TrustRootBytes, out TrustRoot? root, out EvidenceFault? fault) || !SigstoreBundle.TryParse(Bundle, out SigstoreBundle? bundle, out fault))
            return fault;
        return SigstoreVerifier.Verify(bundle, Artifact, root, Signer).Fault;
    }

    private static Signer ReadSigner(JsonElement vector)
    {
        if (!vector.TryGetProperty("key", out JsonElement pem))
            return Signer.OfIdentity(vector.GetProperty("identity").GetString()!, vector.GetProperty("issuer").GetString()!);
        Assert.True(ForeignKey.TryParsePem(pem.GetString(), out ForeignKey? key));
        return Signer.OfKey(key);
    }
}
