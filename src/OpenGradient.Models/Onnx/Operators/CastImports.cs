using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>From one element type to another.</summary>
internal static class CastImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("BitCast", static node => node.Set(0, node.Emit("BitCast", new Settings().Name("to", Target(node)), node.Input(0)))),
        new("Cast", static node => node.Set(0, node.Emit("Cast", Rule(node).Name("to", Target(node)), node.Input(0)))),
        new("CastLike", static node => node.Set(0, node.Emit("CastLike", Rule(node), node.Input(0), node.Input(1)))),
    ];

    private static string Target(NodeImport node) =>
        OnnxTypes.Require((OnnxDataType)node.Integer("to", 0), $"{node.Subject}: the target").CanonicalName();

    private static Settings Rule(NodeImport node)
    {
        Settings settings = node.Flag("saturate", true) ? new Settings() : new Settings().Flag("saturate", false);
        string mode = node.Text("round_mode", "up");
        return mode == "up" ? settings : settings.Name("round_mode", NodeNames.Shorten(mode));
    }
}
