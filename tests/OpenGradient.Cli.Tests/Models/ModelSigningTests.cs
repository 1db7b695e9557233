using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using OpenGradient.Cli.Tests.Nodes;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Cli.Tests.Models;

/// <summary>A person signs a model, publishes it, checks the signature, and is told of every change.</summary>
[Trait("Category", "Slow")]
public sealed class ModelSigningTests(RunningNode node) : IClassFixture<RunningNode>
{
    [Fact]
    public void Sign_ThenVerify_FindsEveryChange()
    {
        string folder = NewModel("signed");
        (string key, string publicKey) = NewKey("signed");

        string signed = Og.Run("model", "sign", folder, "--private-key", key).Expect(0);
        string verified = Verify(0, folder, publicKey);
        File.WriteAllText(Path.Combine(folder, "note"), "x");
        string unsigned = Verify(2, folder, publicKey);
        Verify(0, folder, publicKey, "--ignore-unsigned-files");
        Verify(0, folder, publicKey, "--ignore-paths", Path.Combine(folder, "note"));
        File.Delete(Path.Combine(folder, "note"));
        File.AppendAllText(Path.Combine(folder, "model.json"), " ");
        string changed = Verify(2, folder, publicKey);
        Verify(2, folder, NewKey("other").Public);

        Assert.Contains("signed     signed, ", signed, StringComparison.Ordinal);
        Assert.EndsWith("accepted\n", verified, StringComparison.Ordinal);
        Assert.Contains("note: it is there, and was not signed. (file-unsigned)", unsigned, StringComparison.Ordinal);
        Assert.Contains("model.json: its bytes are not those that were signed. (file-changed)", changed, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_SignedModel_KeepsTheSignatureAndTiesItToTheModelId()
    {
        string folder = NewModel("published");
        (string key, string publicKey) = NewKey("published");
        Og.Run("model", "sign", folder, "--private-key", key).Expect(0);

        OgResult imported = node.Ask("model", "import", folder, "--name", "published");
        using JsonDocument report = JsonDocument.Parse(node.Ask("model", "verify-signature", "published", "--key", publicKey, "--data", node.PathOf("nothing"), "--json").Expect(0));
        string other = node.Ask("model", "verify-signature", "published", "--key", NewKey("stranger").Public, "--data", node.PathOf("nothing")).Expect(2);

        Assert.Contains(report.RootElement.GetProperty("modelId").GetString()!, imported.Expect(0), StringComparison.Ordinal);
        Assert.Contains("model.sig is kept", imported.Errors, StringComparison.Ordinal);
        Assert.Equal("valid", report.RootElement.GetProperty("verdict").GetString());
        Assert.Contains("(key-mismatch)", other, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_SignatureOfOtherFiles_IsNotKept()
    {
        string folder = NewModel("stale");
        Og.Run("model", "sign", folder, "--private-key", NewKey("stale").Private, "--ignore-paths", Directory.GetFiles(folder, "*.onnx").Single()).Expect(0);

        OgResult imported = node.Ask("model", "import", folder, "--name", "stale");

        imported.Expect(0);
        Assert.Contains("model.sig is not kept: model.onnx: the published model has this file", imported.Errors, StringComparison.Ordinal);
    }

    /// <summary>A pipe in the place of a signed file, as an archive can have one: it is another file, and nobody waits for what comes through it.</summary>
    [Fact]
    public void Verify_PipeInThePlaceOfAFile_IsAChangedFileAndNotWaitedFor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs mkfifo");
        string folder = NewModel("piped");
        (string key, string publicKey) = NewKey("piped");
        Og.Run("model", "sign", folder, "--private-key", key).Expect(0);
        string file = Path.Combine(folder, "model.json");
        File.Delete(file);
        using (var made = Process.Start("mkfifo", [file]))
            made.WaitForExit();

        Assert.Contains("(file-changed)", Verify(2, folder, publicKey), StringComparison.Ordinal);
    }

    /// <summary>What a signer leaves out may be what matters: it is named, whatever the verdict is.</summary>
    [Fact]
    public void Verify_SignatureThatLeavesTheWeightsOut_SaysSo()
    {
        string folder = NewModel("hollow");
        (string key, string publicKey) = NewKey("hollow");
        string weights = Directory.GetFiles(folder, "*.onnx").Single();
        Og.Run("model", "sign", folder, "--private-key", key, "--ignore-paths", weights).Expect(0);
        File.WriteAllText(weights, "something else");

        Assert.Matches($"leftOut +.*{Path.GetFileName(weights)}", Verify(0, folder, publicKey));
    }

    /// <summary>A node may answer a name with what it likes; of a ModelId there is one manifest.</summary>
    [Fact]
    public void Verify_NodeThatShowsAnotherModelForAModelId_IsNoNode()
    {
        string folder = NewModel("shown");
        (string key, string publicKey) = NewKey("shown");
        Og.Run("model", "sign", folder, "--private-key", key).Expect(0);
        node.Ask("model", "import", folder, "--name", "shown").Expect(0);
        using SubstitutingHub hub = new(node.Address, "shown");

        OgResult asked = Og.Run("model", "verify-signature", new string('a', 64), "--key", publicKey, "--data", node.PathOf("nothing"), "--node", hub.Address);

        Assert.Equal(1, asked.ExitCode);
        Assert.Contains("not as a node does", asked.Errors, StringComparison.Ordinal);
        Og.Run("model", "verify-signature", "shown", "--key", publicKey, "--data", node.PathOf("nothing"), "--node", hub.Address).Expect(0);
    }

    /// <summary>A statement about a file is none of the file's maker's: what it says may be that nobody should run it.</summary>
    [Fact]
    public void SigstoreVerify_StatementAboutAFile_SaysThatItIsOne()
    {
        using JsonDocument vector = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("spec/interop-1/sigstore/ok-statement-intoto.json")));
        string Text(string member) => vector.RootElement.GetProperty(member).GetString()!;
        (string bundle, string file) = (node.PathOf("statement.sigstore.json"), node.PathOf("statement.file"));
        File.WriteAllText(bundle, Text("bundle"));
        File.WriteAllBytes(file, vector.RootElement.GetProperty("file").GetBytesFromBase64());

        string output = Og.Run(
            "sigstore", "verify", file, "--bundle", bundle, "--trust-root", Repository.PathOf("spec/interop-1/sigstore/trusted_root.json"), "--identity", Text("identity"), "--issuer", Text("issuer")).Expect(0);

        Assert.Contains("predicate  https://example.org/p", output, StringComparison.Ordinal);
        Assert.Contains("The signer signed a statement of this predicate about this file", output, StringComparison.Ordinal);
        Assert.Contains("What the statement says of the file, which was not looked at", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ok-file", 0, "accepted")]
    [InlineData("identity-of-another", 2, "(identity-mismatch)")]
    [InlineData("version-unknown", 3, "(version-unsupported)")]
    public void SigstoreVerify_Vector_EndsAsOgVerifyDoes(string name, int exitCode, string words)
    {
        using JsonDocument vector = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf($"spec/interop-1/sigstore/{name}.json")));
        string Text(string member) => vector.RootElement.GetProperty(member).GetString()!;
        (string bundle, string file) = (node.PathOf($"{name}.sigstore.json"), node.PathOf($"{name}.file"));
        File.WriteAllText(bundle, Text("bundle"));
        File.WriteAllBytes(file, vector.RootElement.GetProperty("file").GetBytesFromBase64());
        string root = Repository.PathOf("spec/interop-1/sigstore/trusted_root.json");

        string output = Og.Run("sigstore", "verify", file, "--bundle", bundle, "--trust-root", root, "--identity", Text("identity"), "--issuer", Text("issuer")).Expect(exitCode);
        string byDigest = Og.Run(
            "sigstore", "verify-bundle", "--bundle", bundle, "--certificate-identity", Text("identity"), "--certificate-oidc-issuer", Text("issuer"), "--trusted-root", root, $"sha256:{Digest.Sha256(File.ReadAllBytes(file))}").Expect(exitCode);

        Assert.Contains(words, output, StringComparison.Ordinal);
        Assert.Equal(output, byDigest);
    }

    [Fact]
    public void Mistakes_AreOneSentenceWithTheCure()
    {
        string folder = NewModel("mistakes");

        Assert.Contains("say whose signature you demand", Og.Run("model", "verify-signature", folder).Errors, StringComparison.Ordinal);
        Assert.Contains("name the signature", Og.Run("model", "verify-signature", folder, "--key", NewKey("mistakes").Public).Errors, StringComparison.Ordinal);
        string root = Repository.PathOf("spec/interop-1/sigstore/trusted_root.json");
        Assert.Contains("name the issuer", Og.Run("model", "verify-signature", folder, "--trust-root", root, "--identity", "a").Errors, StringComparison.Ordinal);
        Assert.Contains("name the issuer", Og.Run("model", "verify-signature", folder, "--trust-root", root, "--identity", "a", "--issuer", "").Errors, StringComparison.Ordinal);
        Assert.Contains("private key", Og.Run("model", "sign", folder, "--private-key", NewKey("mistakes").Public).Errors, StringComparison.Ordinal);
    }

    private static string Verify(int exitCode, string folder, string publicKey, params string[] more) =>
        Og.Run(["model", "verify-signature", folder, "--key", publicKey, .. more]).Expect(exitCode);

    private string NewModel(string name)
    {
        string folder = Directory.CreateDirectory(node.PathOf(name)).FullName;
        foreach (string file in Directory.GetFiles(Path.Combine(Og.Models, "price-risk")).Where(static file => Path.GetExtension(file) is ".onnx" or ".json"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    private (string Private, string Public) NewKey(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (string privateKey, string publicKey) = (node.PathOf($"{name}.key"), node.PathOf($"{name}.pub"));
        File.WriteAllText(privateKey, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(publicKey, key.ExportSubjectPublicKeyInfoPem());
        return (privateKey, publicKey);
    }
}
