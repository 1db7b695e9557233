using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Spectra, the windows before them and the filters behind them.</summary>
internal static class SignalImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("BlackmanWindow", static node => Window(node, "blackman")),
        new("DFT", Dft),
        new("HammingWindow", static node => Window(node, "hamming")),
        new("HannWindow", static node => Window(node, "hann")),
        new("MelWeightMatrix", MelWeightMatrix),
        new("STFT", Stft),
    ];

    private static void Window(NodeImport node, string form)
    {
        Settings settings = form == "hann" ? new Settings() : new Settings().Name("form", form);
        if (!node.Flag("periodic", true))
            settings.Flag("periodic", false);
        node.Set(0, OfType(node, node.Emit("CosineWindow", settings, node.Input(0))));
    }

    /// <summary>The axis is an attribute up to operator set 19.</summary>
    private static void Dft(NodeImport node)
    {
        Settings settings = Sides(node, usuallyOneSided: false);
        if (node.Opset < 20)
            settings.Integer("axis", node.Integer("axis", 1));
        if (node.Flag("inverse", false))
            settings.Flag("inverse", true);
        node.Set(0, node.Emit("Dft", settings, node.Input(0), node.Optional(1), node.Optional(2)));
    }

    private static void MelWeightMatrix(NodeImport node) => node.Set(0, OfType(
        node, node.Emit("MelWeights", null, node.Input(0), node.Input(1), node.Input(2), node.Input(3), node.Input(4))));

    /// <summary>The transform of pieces [batch, pieces, length, parts], each times the window.</summary>
    private static void Stft(NodeImport node)
    {
        DraftValue length = node.Optional(3) ?? (node.Optional(2) is { } given ? node.Emit("Shape", null, given) : throw node.Error("neither window nor frame_length is given"));
        DraftValue pieces = node.Emit("Frames", null, node.Input(0), node.Input(1), length);
        if (node.Optional(2) is { } window)
            pieces = node.Emit("Mul", null, pieces, node.Emit("Unsqueeze", null, window, node.IntegerList(1)));
        node.Set(0, node.Emit("Dft", Sides(node, usuallyOneSided: true), pieces));
    }

    private static Settings Sides(NodeImport node, bool usuallyOneSided) => node.Flag("onesided", usuallyOneSided) ? new Settings().Flag("onesided", true) : new Settings();

    private static DraftValue OfType(NodeImport node, DraftValue x) => node.Integer("output_datatype", 1) is long type && type != 1
        ? node.Emit("Cast", new Settings().Name("to", Programs.ElementTypes.CanonicalName(TensorImport.Type((Wire.OnnxDataType)type, "the output type"))), x)
        : x;
}
