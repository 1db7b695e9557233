using System.Text;
using System.Text.Json;
using OpenGradient.Cli.Signing;
using OpenGradient.Interop;
using OpenGradient.Tests;

namespace OpenGradient.Cli.Tests.Models;

/// <summary>The vectors of interop-1, "Model signing" (spec/interop-1/sigstore.py): signatures against folders on disk.</summary>
public sealed class ModelSignatureVectorTests : IDisposable
{
    private const string Folder = "spec/interop-1/model-signing";

    private readonly string _model = Directory.CreateTempSubdirectory("og-signed-").FullName;

    public static TheoryData<string> Vectors() =>
        [.. Directory.GetFiles(Repository.PathOf(Folder), "*.json").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_model, recursive: true);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Verify_Vector_GivesItsVerdict(string name)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf($"{Folder}/{name}.json")));
        JsonElement vector = json.RootElement;
        WriteModel(vector);

        EvidenceFault[] faults = [.. Judge(vector)];

        Assert.Equal(vector.GetProperty("codes").EnumerateArray().Select(static code => code.GetString()), faults.Select(static fault => fault.Code.WireName()).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(vector.GetProperty("verdict").GetString(), faults.Length == 0 ? "valid" : faults.All(static fault => fault.IsUnverifiable) ? "unverifiable" : "invalid");
    }

    private IEnumerable<EvidenceFault> Judge(JsonElement vector)
    {
        if (!ModelSignature.TryParse(Encoding.UTF8.GetBytes(vector.GetProperty("signature").GetString()!), out ModelSignature? signature, out EvidenceFault? fault))
            return [fault];
        if (ModelSignatureVerifier.Check(signature, ReadTrust(vector.GetProperty("trust"), vector.GetProperty("now").GetDateTimeOffset())) is { } wrong)
            return [wrong];
        string path = vector.TryGetProperty("single", out JsonElement single) ? Path.Combine(_model, single.GetString()!) : _model;
        return SignatureFiles.Check(signature.Model, path, [], vector.TryGetProperty("ignoreUnsignedFiles", out _), TestContext.Current.CancellationToken);
    }

    private void WriteModel(JsonElement vector)
    {
        foreach (JsonProperty file in vector.GetProperty("files").EnumerateObject())
        {
            string path = Path.Combine(_model, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Value.GetBytesFromBase64());
        }

        if (!vector.TryGetProperty("links", out JsonElement links))
            return;
        foreach (JsonProperty link in links.EnumerateObject())
            File.CreateSymbolicLink(Path.Combine(_model, link.Name), link.Value.GetString()!);
    }

    private static ModelTrust ReadTrust(JsonElement trust, DateTimeOffset now)
    {
        if (trust.TryGetProperty("key", out JsonElement pem))
        {
            Assert.True(ForeignKey.TryParsePem(pem.GetString(), out ForeignKey? key));
            return ModelTrust.OfKey(key);
        }

        if (trust.TryGetProperty("certificates", out JsonElement certificates))
        {
            Assert.True(ModelTrust.TryOfCertificates(certificates.GetString(), now, out ModelTrust? roots, out _));
            return roots;
        }

        Assert.True(TrustRoot.TryParse(File.ReadAllBytes(Repository.PathOf("spec/interop-1/sigstore/trusted_root.json")), out TrustRoot? root, out _));
        return ModelTrust.OfIdentity(root, trust.GetProperty("identity").GetString()!, trust.GetProperty("issuer").GetString()!);
    }
}
