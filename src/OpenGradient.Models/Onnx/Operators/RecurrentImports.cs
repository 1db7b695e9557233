using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>RNN, GRU and LSTM.</summary>
internal static class RecurrentImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("GRU", Gru),
        new("LSTM", Lstm),
        new("RNN", Rnn),
    ];

    private static void Lstm(NodeImport node)
    {
        Settings settings = Common(node, ["sigmoid", "tanh", "tanh"]);
        if (node.Flag("input_forget", false))
            settings.Flag("input_forget", true);
        SetOutputs(node, node.EmitMany(
            "Lstm", OutputsWanted(node, 3), settings, Sequence(node), node.Input(1), node.Input(2), node.Optional(3), State(node, 5), State(node, 6), node.Optional(4), node.Optional(7)));
    }

    private static void Gru(NodeImport node)
    {
        Settings settings = Common(node, ["sigmoid", "tanh"]);
        if (node.Flag("linear_before_reset", false))
            settings.Flag("linear_before_reset", true);
        SetOutputs(node, node.EmitMany(
            "Gru", OutputsWanted(node, 2), settings, Sequence(node), node.Input(1), node.Input(2), node.Optional(3), State(node, 5), node.Optional(4)));
    }

    private static void Rnn(NodeImport node) => SetOutputs(node, node.EmitMany(
        "Rnn", OutputsWanted(node, 2), Common(node, ["tanh"]), Sequence(node), node.Input(1), node.Input(2), node.Optional(3), State(node, 5), node.Optional(4)));

    /// <summary>With layout 1 the batch comes first, in the file; in the Program the step does.</summary>
    private static bool IsBatchFirst(NodeImport node) => node.Flag("layout", false);

    private static DraftValue Sequence(NodeImport node) => Turn(node, node.Input(0), [1, 0, 2]);

    private static DraftValue? State(NodeImport node, int input) => node.Optional(input) is { } state ? Turn(node, state, [1, 0, 2]) : null;

    private static void SetOutputs(NodeImport node, DraftStep step)
    {
        for (int output = 0; output < step.Outputs.Length; output++)
            node.Set(output, Turn(node, step.Outputs[output], output == 0 ? [2, 0, 1, 3] : [1, 0, 2]));
    }

    private static DraftValue Turn(NodeImport node, DraftValue value, long[] order) =>
        IsBatchFirst(node) ? node.Emit("Transpose", new Settings().Integers("perm", order), value) : value;

    private static Settings Common(NodeImport node, string[] usual)
    {
        var settings = new Settings();
        string direction = node.Text("direction", "forward");
        if (direction != "forward")
            settings.Name("direction", NodeNames.Shorten(direction));
        if (node.Find("clip") is { } clip)
            settings.Float("clip", clip.Float);
        int directions = direction == "bidirectional" ? 2 : 1;
        string[] names = [.. (node.Texts("activations") ?? []).Select(static name => name.ToLowerInvariant())];
        string[] expected = [.. Enumerable.Repeat(usual, directions).SelectMany(static name => name)];
        if (names.Length == 0)
            names = expected;
        if (names.Length != expected.Length || names.Except(Activations).Any())
            throw node.Error($"the activations {NodeNames.Shorten(string.Join(", ", names))} are not {expected.Length} known ones", InvalidInputKind.Unsupported);
        if (!names.SequenceEqual(expected))
            settings.Name("activations", string.Join(',', names));
        AddNumbers(node, settings, names, "activation_alpha", TakesAlpha);
        AddNumbers(node, settings, names, "activation_beta", TakesBeta);
        return settings;
    }

    /// <summary>The file lists numbers for those activations that take one, in order; the Program has a place for each activation.</summary>
    private static void AddNumbers(NodeImport node, Settings settings, string[] names, string attribute, HashSet<string> takers)
    {
        if (node.Find(attribute) is not { Floats.Count: > 0 } given)
            return;
        int next = 0;
        string[] places = Array.ConvertAll(names, name => takers.Contains(name) && next < given.Floats.Count ? Bits(given.Floats[next++]) : "");
        if (Array.Exists(places, static place => place.Length > 0))
            settings.Name(attribute, string.Join(',', places));
    }

    private static string Bits(float number) => $"0x{BitConverter.SingleToUInt32Bits(number):x8}";

    private static int OutputsWanted(NodeImport node, int most)
    {
        int count = 1;
        for (int output = 1; output < most; output++)
            count = node.Wants(output) ? output + 1 : count;
        return count;
    }

    private static readonly HashSet<string> TakesAlpha = new(StringComparer.Ordinal) { "affine", "elu", "hardsigmoid", "leakyrelu", "scaledtanh", "thresholdedrelu" };

    private static readonly HashSet<string> TakesBeta = new(StringComparer.Ordinal) { "affine", "hardsigmoid", "scaledtanh" };

    private static readonly string[] Activations =
        ["affine", "elu", "hardsigmoid", "leakyrelu", "relu", "scaledtanh", "sigmoid", "softplus", "softsign", "tanh", "thresholdedrelu"];
}
