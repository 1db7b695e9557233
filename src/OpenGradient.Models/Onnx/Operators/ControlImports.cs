using System.Globalization;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Choice and repetition.</summary>
internal static class ControlImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("If", If),
        new("Loop", Loop),
        new("Scan", ScanImport.Import),
    ];

    /// <summary>A choice that is known already is made now.</summary>
    private static void If(NodeImport node)
    {
        OnnxGraph then = node.Graph("then_branch");
        OnnxGraph otherwise = node.Graph("else_branch");
        if (then.Outputs.Count < node.OutputCount || otherwise.Outputs.Count < node.OutputCount)
            throw node.Error($"a branch gives fewer than {node.OutputCount} outputs");
        IReadOnlyList<DraftValue> outputs = node.Constant(0) is { Encoding: "bool", Bytes.Length: 1 } known
            ? node.Inline(known.Bytes.Span[0] != 0 ? then : otherwise)
            : node.EmitControl("If", node.OutputCount, null, [Branch(node, then), Branch(node, otherwise)], node.Input(0)).Outputs;
        for (int output = 0; output < node.OutputCount; output++)
            node.Set(output, outputs[output]);
    }

    private static DraftBody Branch(NodeImport node, OnnxGraph graph) => node.Body(0, _ => node.Inline(graph).Take(node.OutputCount));

    private static void Loop(NodeImport node)
    {
        OnnxGraph graph = node.Graph("body");
        int carriedCount = Math.Max(node.InputCount - 2, 0);
        int partCount = graph.Outputs.Count - 1 - carriedCount;
        if (graph.Inputs.Count != 2 + carriedCount || partCount < 0)
            throw node.Error($"with {carriedCount} carried values the body takes {2 + carriedCount} inputs and gives at least {1 + carriedCount} outputs");
        DraftBody body = node.Body(2 + carriedCount, given =>
        {
            DraftValue[] inputs = [.. given];
            inputs[0] = IsList(graph.Inputs[0]) ? node.Emit("Unsqueeze", null, inputs[0], node.IntegerList(0)) : inputs[0];
            return node.Inline(graph, inputs);
        });
        DraftValue?[] carried = [node.Optional(0), node.Optional(1), .. Enumerable.Range(2, carriedCount).Select(node.Input)];
        DraftStep step = node.EmitControl("Loop", carriedCount + partCount, EmptyParts(graph, 1 + carriedCount), [body], carried);
        for (int output = 0; output < node.OutputCount; output++)
            node.Set(output, step.Outputs[output]);
    }

    /// <summary>Whether the counter, a scalar, is declared as a list of one.</summary>
    private static bool IsList(OnnxValueInfo info) => info.Dimensions is { Count: 1 };

    /// <summary>What each part is like if no iteration runs; dimensions that the graph does not tell are 0.</summary>
    public static Settings EmptyParts(OnnxGraph graph, int first)
    {
        var settings = new Settings();
        foreach ((int part, OnnxValueInfo info) in graph.Outputs.Skip(first).Index())
        {
            string number = part.ToString(CultureInfo.InvariantCulture);
            if (info.IsTensor && info.DataType is not (OnnxDataType.Float or OnnxDataType.Undefined))
                settings.Name("type" + number, OnnxTypes.Require(info.DataType, $"output '{NodeNames.Shorten(info.Name)}'").CanonicalName());
            if (info.Dimensions is { Count: > 0 } dimensions)
                settings.Integers("shape" + number, dimensions.Select(static text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : 0L));
        }

        return settings;
    }
}
