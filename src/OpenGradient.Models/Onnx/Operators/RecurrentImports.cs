using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>LSTM and GRU with their default activations.</summary>
internal static class RecurrentImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("GRU", Gru),
        new("LSTM", Lstm),
    ];

    private static void Lstm(NodeImport node)
    {
        Settings settings = Common(node, ["Sigmoid", "Tanh", "Tanh"]);
        if (node.Has(7) || node.Flag("input_forget", false))
            throw node.Error("peepholes and coupled gates are not supported", InvalidInputKind.Unsupported);
        DraftStep step = node.EmitMany(
            "Lstm", OutputsWanted(node, 3), settings, node.Input(0), node.Input(1), node.Input(2), node.Optional(3), node.Optional(5), node.Optional(6));
        for (int output = 0; output < step.Outputs.Length; output++)
            node.Set(output, step.Outputs[output]);
    }

    private static void Gru(NodeImport node)
    {
        Settings settings = Common(node, ["Sigmoid", "Tanh"]);
        if (node.Flag("linear_before_reset", false))
            settings.Flag("linear_before_reset", true);
        DraftStep step = node.EmitMany(
            "Gru", OutputsWanted(node, 2), settings, node.Input(0), node.Input(1), node.Input(2), node.Optional(3), node.Optional(5));
        for (int output = 0; output < step.Outputs.Length; output++)
            node.Set(output, step.Outputs[output]);
    }

    private static Settings Common(NodeImport node, string[] usual)
    {
        List<string>? activations = node.Texts("activations");
        bool isUsual = activations is null || activations.Select((name, place) => name == usual[place % usual.Length]).All(static same => same);
        if (!isUsual || node.Find("clip") is not null || node.Flag("layout", false) || node.Has(4))
            throw node.Error("only the default activations are supported, without clip, layout 1 and sequence_lens", InvalidInputKind.Unsupported);
        var settings = new Settings();
        string direction = node.Text("direction", "forward");
        return direction == "forward" ? settings : settings.Name("direction", NodeNames.Shorten(direction));
    }

    private static int OutputsWanted(NodeImport node, int most)
    {
        int count = 1;
        for (int output = 1; output < most; output++)
            count = node.Wants(output) ? output + 1 : count;
        return count;
    }
}
