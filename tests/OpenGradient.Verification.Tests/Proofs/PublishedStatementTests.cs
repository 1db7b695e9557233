using System.Text;
using System.Text.Json.Nodes;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests.Proofs;

/// <summary>The statements of spec/proof-1/vectors, which the JavaScript verifier in tests/proof-verifier-js judges, too: both say the same of each.</summary>
public sealed class PublishedStatementTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "spec", "proof-1", "vectors");

    private static readonly Lazy<JsonArray> Refused = new(static () => ReadVectors("refused.json")), Hidden = new(static () => ReadVectors("hidden.json")), Blake3 = new(static () => ReadVectors("blake3.json"));

    public static TheoryData<string> Statements => [.. Directory.EnumerateFiles(Path.Combine(Folder, "statements"), "*.json").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Refusals => [.. Refused.Value.Select(static vector => (string)vector!["name"]!)];

    public static TheoryData<string> HiddenVectors => [.. Hidden.Value.Select(static vector => (string)vector!["name"]!)];

    public static TheoryData<string> Blake3Vectors => [.. Blake3.Value.Select(static vector => (string)vector!["name"]!)];

    [Theory]
    [MemberData(nameof(Statements))]
    public void Verify_Published_Accepts(string name) => Assert.Equal("ok", Judge(Read("statements", name)));

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Verify_Changed_GivesTheVerdictOfTheVector(string name) => RequireVerdict(Refused.Value, "statements", name);

    /// <summary>Proofs that hide inputs, weights or both: as they are, without what shows the inputs, and with anything changed.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(HiddenVectors))]
    public void Verify_Hidden_GivesTheVerdictOfTheVector(string name) => RequireVerdict(Hidden.Value, "hidden", name);

    /// <summary>Proofs with trees of BLAKE3: as they are, said to be of another profile, with a key of the other hash, and with anything changed.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Blake3Vectors))]
    public void Verify_Blake3_GivesTheVerdictOfTheVector(string name) => RequireVerdict(Blake3.Value, "blake3", name);

    private static void RequireVerdict(JsonArray vectors, string folder, string name)
    {
        JsonNode vector = vectors.Single(vector => (string)vector!["name"]! == name)!;
        JsonNode package = Read(folder, (string)vector["statement"]!);
        foreach (JsonNode? edit in vector["edits"]!.AsArray())
            Apply(package, edit!);

        Assert.Equal((string)vector["verdict"]!, Judge(package));
    }

    /// <summary>The verdict's name, as the vectors write it.</summary>
    private static string Judge(JsonNode package)
    {
        if (!ProofPackage.TryRead(Encoding.UTF8.GetBytes(package.ToJsonString()), out ProofPackage? read))
            return "not-a-package";
        return string.Concat(read.Verify().Code.ToString().Select(static (letter, place) => char.IsUpper(letter) && place > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
    }

    private static JsonArray ReadVectors(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!.AsArray();

    private static JsonNode Read(string folder, string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, folder, name + ".json")))!;

    /// <summary>Bytes in base64 that are replaced by others; a field that is another statement's; another value; a list without its last; a field that is gone.</summary>
    private static void Apply(JsonNode package, JsonNode edit)
    {
        JsonNode[] path = [.. edit["path"]!.AsArray()!];
        JsonNode field = Find(package, path);
        if (edit["from"] is { } other)
            field.ReplaceWith(Find(Read("statements", (string)other!), path).DeepClone());
        else if (edit["pop"] is not null)
            field.AsArray().RemoveAt(field.AsArray().Count - 1);
        else if (edit["drop"] is not null)
            field.Parent!.AsObject().Remove(field.GetPropertyName());
        else if (edit["value"] is { } value)
            field.ReplaceWith(value.DeepClone());
        else
        {
            byte[] bytes = Convert.FromBase64String((string)field!);
            int at = (int)edit["at"]!;
            field.ReplaceWith(Convert.ToBase64String([.. bytes[..at], .. Convert.FromHexString((string)edit["insert"]!), .. bytes[(at + (int)edit["remove"]!)..]]));
        }
    }

    private static JsonNode Find(JsonNode root, JsonNode[] path) => path.Aggregate(root, static (node, key) => key.GetValueKind() == System.Text.Json.JsonValueKind.Number ? node[(int)key]! : node[(string)key!]!);
}
