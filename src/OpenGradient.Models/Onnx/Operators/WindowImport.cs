using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>The attributes that convolutions and pools share.</summary>
internal static class WindowImport
{
    public static Settings Settings(NodeImport node)
    {
        var settings = new Settings().Integers("strides", node.Integers("strides")).Integers("dilations", node.Integers("dilations"));
        switch (node.Text("auto_pad", "NOTSET"))
        {
            case "NOTSET":
                settings.Integers("pads", node.Integers("pads"));
                break;
            case "VALID":
                break;
            case "SAME_UPPER":
                settings.Name("auto_pad", "same_upper");
                break;
            case "SAME_LOWER":
                settings.Name("auto_pad", "same_lower");
                break;
            case string other:
                throw node.Error($"auto_pad '{NodeNames.Shorten(other)}' is unknown", InvalidInputKind.Unsupported);
        }

        return settings;
    }
}
