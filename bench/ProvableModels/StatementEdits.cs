using System.Text.Json;
using System.Text.Json.Nodes;
using OpenGradient.Zk;

namespace OpenGradient.Benchmarks.ProvableModels;

/// <summary>Changes of a package, as the lists of vectors have them, and the places of a proof file.</summary>
internal static class StatementEdits
{
    public const int RootBytes = 32;

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

    /// <summary>Writes a list of vectors.</summary>
    public static void WriteVectors(string path, JsonArray vectors) => File.WriteAllText(path, vectors.ToJsonString(Indented) + "\n");
}
