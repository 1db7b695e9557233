using OpenGradient.Models.Onnx.Wire;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>How errors name a node: its name, or its first output, or its place.</summary>
internal static class NodeNames
{
    public static string Describe(OnnxNode node, int index) =>
        node.Name.Length > 0 ? Shorten(node.Name) : node.Outputs.Find(static output => output.Length > 0) is { } output ? Shorten(output) : $"#{index}";

    /// <summary>A name from a file, short enough for a message.</summary>
    public static string Shorten(string name) => name.Length <= 120 ? name : string.Concat(name.AsSpan(0, 120), "…");
}
