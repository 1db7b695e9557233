using System.Text.Json;
using System.Text.Json.Nodes;
using OpenGradient.Zk;

namespace OpenGradient.Benchmarks.ProvableModels;

/// <summary>Changes of a package, as the lists of vectors have them, and the places of a proof file.</summary>
internal static class StatementEdits
{
    public const int RootBytes = 32;

    /// <summary>How many bytes of a proof are flipped, one in each part.</summary>
    public const int FlippedCount = 16;

    /// <summary>26 bytes of magic and the version come before the visibility, and this before the profile.</summary>
    public const int VisibilityAt = 26 + 8;

    public const int ProfileAt = VisibilityAt + 8;

    /// <summary>Magic, seven numbers, the ProgramId.</summary>
    public const int SizesAt = 26 + (7 * 8) + 32;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentCharacter = ' ', IndentSize = 1 };

    /// <summary>The root of a key that has one: behind the sizes of inputs and the rows of the key.</summary>
    public static int RootAt(ProofFile file)
    {
        int rowsAt = SizesAt + 8 + file.InputShapes.Sum(static sizes => 8 * (1 + sizes.Length));
        return rowsAt + 8 + file.CountBytes().Rows + 8;
    }

    public static byte[] BytesOf(JsonNode json, JsonNode[] path) =>
        Convert.FromBase64String((string)path.Aggregate(json, static (node, key) => key.GetValueKind() == JsonValueKind.Number ? node[(int)key]! : node[(string)key!]!)!);

    public static JsonObject Flipped(JsonNode json, JsonNode[] path, int at) => Replaced(path, at, [(byte)(BytesOf(json, path)[at] ^ 1)]);

    public static JsonObject Replaced(JsonNode[] path, int at, byte[] bytes) => Edit(path, ("at", at), ("remove", bytes.Length), ("insert", Convert.ToHexStringLower(bytes)));

    public static JsonObject Edit(JsonNode[] path, params (string Name, JsonNode Value)[] members)
    {
        JsonObject edit = new() { ["path"] = new JsonArray([.. path.Select(static key => key.DeepClone())]) };
        foreach ((string name, JsonNode value) in members)
            edit[name] = value;
        return edit;
    }

    /// <summary>The base64 text that holds a proof's file.</summary>
    public static JsonNode[] ProofPath() => ["evidence", "proof"];

    /// <summary>Adds a change of each part of the last bytes of a proof's file.</summary>
    public static void FlipParts(JsonNode json, int byteCount, Action<string, string, JsonNode[]> add)
    {
        int start = BytesOf(json, ProofPath()).Length - byteCount;
        for (int part = 1; part <= FlippedCount; part++)
            add($"a byte of the proof, {part} of {FlippedCount}", "proof-invalid", [Flipped(json, ProofPath(), start + (byteCount / FlippedCount * part) - 1)]);
    }

    /// <summary>Adds the changes that any proof has: of its length, and of the Program that it is about.</summary>
    public static void ChangeEnds(JsonNode json, Action<string, string, JsonNode[]> add)
    {
        int end = BytesOf(json, ProofPath()).Length;
        add("a proof that ends early", "proof-invalid", [Edit(ProofPath(), ("at", end - 8), ("remove", 8), ("insert", ""))]);
        add("a proof that goes on", "proof-invalid", [Edit(ProofPath(), ("at", end), ("remove", 0), ("insert", "00"))]);
        add("another Program", "program-differs", [Flipped(json, ProofPath(), SizesAt - 1)]);
    }

    /// <summary>Writes a list of vectors.</summary>
    public static void WriteVectors(string path, JsonArray vectors) => File.WriteAllText(path, vectors.ToJsonString(Indented) + "\n");
}
