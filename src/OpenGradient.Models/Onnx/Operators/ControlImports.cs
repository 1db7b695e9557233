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
            : Choice(node, Branch(node, then), Branch(node, otherwise));
        for (int output = 0; output < node.OutputCount; output++)
            node.Set(output, outputs[output]);
    }

    /// <summary>What is known is what is known of both branches.</summary>
    private static IReadOnlyList<DraftValue> Choice(NodeImport node, DraftBody then, DraftBody otherwise)
    {
        DraftStep step = node.EmitControl("If", node.OutputCount, null, [then, otherwise], node.Input(0));
        for (int output = 0; output < step.Outputs.Length; output++)
        {
            ValueFacts first = then.Outputs[output].Facts;
            ValueFacts second = otherwise.Outputs[output].Facts;
            long?[]? shape = first.Rank == second.Rank ? first.Shape?.Zip(second.Shape!, static (x, y) => x == y ? x : null).ToArray() : null;
            step.Outputs[output].Facts = ValueFacts.Of(first.Type == second.Type ? first.Type : null, shape);
        }

        return step.Outputs;
    }

    private static DraftBody Branch(NodeImport node, OnnxGraph graph) => node.Body([], _ => node.Inline(graph).Take(node.OutputCount));

    private static void Loop(NodeImport node)
    {
        OnnxGraph graph = node.Graph("body");
        int carriedCount = Math.Max(node.InputCount - 2, 0);
        int partCount = graph.Outputs.Count - 1 - carriedCount;
        if (graph.Inputs.Count != 2 + carriedCount || partCount < 0)
            throw node.Error($"with {carriedCount} carried values the body takes {2 + carriedCount} inputs and gives at least {1 + carriedCount} outputs");
        DraftBody body = node.Body(BodyInputs([.. Enumerable.Range(2, carriedCount).Select(node.Input)]), given =>
        {
            DraftValue[] inputs = [.. given];
            inputs[0] = IsList(graph.Inputs[0]) ? node.Emit("Unsqueeze", null, inputs[0], node.IntegerList(0)) : inputs[0];
            return node.Inline(graph, inputs);
        });
        DraftValue?[] carried = [node.Optional(0), node.Optional(1), .. Enumerable.Range(2, carriedCount).Select(node.Input)];
        DraftStep step = node.EmitControl("Loop", carriedCount + partCount, EmptyParts(graph, 1 + carriedCount), [body], carried);
        NoteTypes(step, body, carriedCount);
        for (int output = 0; output < node.OutputCount; output++)
            node.Set(output, step.Outputs[output]);
    }

    /// <summary>The last value has the type of the first; a part is joined along a new axis.</summary>
    public static void NoteTypes(DraftStep loop, DraftBody body, int carriedCount)
    {
        for (int output = 0; output < loop.Outputs.Length; output++)
        {
            ValueFacts inside = body.Outputs[1 + output].Facts;
            loop.Outputs[output].Facts = output < carriedCount
                ? ValueFacts.Of(inside.Type ?? body.Inputs[2 + output].Facts.Type, null)
                : ValueFacts.Of(inside.Type, inside.Shape is { } shape ? [null, .. shape] : null);
        }
    }

    /// <summary>Iteration, condition, and values whose type stays while their shape may change.</summary>
    public static IEnumerable<ValueFacts> BodyInputs(DraftValue[] carried) =>
        [ValueFacts.Of(ElementType.Int64, []), ValueFacts.Of(ElementType.Bool, null), .. carried.Select(static value => ValueFacts.Of(value.Facts.Type, null))];

    /// <summary>Whether the counter, a scalar, is declared as a list of one.</summary>
    private static bool IsList(OnnxValueInfo info) => info.Dimensions is { Count: 1 };

    /// <summary>What each part is like if no iteration runs; dimensions that the graph does not tell are 0.</summary>
    /// <param name="graph">The body.</param>
    /// <param name="first">Its first output that is a part.</param>
    /// <param name="joined">From this part on each is itself joined of parts of the graph.</param>
    public static Settings EmptyParts(OnnxGraph graph, int first, int joined = int.MaxValue)
    {
        var settings = new Settings();
        foreach ((int part, OnnxValueInfo info) in graph.Outputs.Skip(first).Index())
        {
            string number = part.ToString(CultureInfo.InvariantCulture);
            if (info.IsTensor && info.DataType is not (OnnxDataType.Float or OnnxDataType.Undefined))
                settings.Name("type" + number, OnnxTypes.Require(info.DataType, $"output '{NodeNames.Shorten(info.Name)}'").CanonicalName());
            long[] shape = [.. (info.Dimensions ?? []).Select(static text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : 0L)];
            if (part >= joined)
                shape = [0, .. shape];
            if (shape.Length > 0)
                settings.Integers("shape" + number, shape);
        }

        return settings;
    }
}
