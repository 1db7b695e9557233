using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Scan is a loop over the elements of tensors: each iteration gathers its elements, and the parts become the scanned outputs.</summary>
internal static class ScanImport
{
    public static void Import(NodeImport node)
    {
        bool isBatched = node.Opset < 9;
        int first = isBatched ? 1 : 0;
        if (isBatched && node.Has(0))
            throw node.Error("sequence_lens of operator set 8 is not supported; convert the model to operator set 9", InvalidInputKind.Unsupported);
        OnnxGraph graph = node.Graph("body");
        long scannedCount = node.Integer("num_scan_inputs", 0);
        if (scannedCount < 1 || scannedCount > node.InputCount - first)
            throw node.Error($"num_scan_inputs cannot be {scannedCount} with {node.InputCount} inputs");
        int stateCount = node.InputCount - first - (int)scannedCount;
        int partCount = graph.Outputs.Count - stateCount;
        if (partCount < 0 || node.OutputCount > graph.Outputs.Count)
            throw node.Error($"the body gives {graph.Outputs.Count} outputs for {stateCount} states and {node.OutputCount} outputs");
        DraftValue[] states = [.. Enumerable.Range(first, stateCount).Select(node.Input)];
        DraftValue[] scanned = [.. Enumerable.Range(first + stateCount, (int)scannedCount).Select(node.Input)];
        DraftStep loop = isBatched ? LoopOverBatch(node, graph, states, scanned, partCount) : Loop(node, graph, states, scanned, partCount);
        for (int output = 0; output < node.OutputCount; output++)
            node.Set(output, output < stateCount ? loop.Outputs[output] : Arrange(node, graph.Outputs[output], output - stateCount, loop.Outputs[output]));
    }

    /// <summary>In operator set 8 the first axis of everything is the batch: each of its elements is scanned by itself.</summary>
    private static DraftStep LoopOverBatch(NodeImport node, OnnxGraph graph, DraftValue[] states, DraftValue[] scanned, int partCount)
    {
        DraftBody body = node.Body(ControlImports.BodyInputs([]), given =>
        {
            DraftValue[] Own(DraftValue[] values) => Array.ConvertAll(values, value => node.Emit("Gather", null, value, given[0]));
            return [given[1], .. Loop(node, graph, Own(states), Own(scanned), partCount).Outputs];
        });
        DraftStep loop = node.EmitControl("Loop", states.Length + partCount, ControlImports.EmptyParts(graph, 0, states.Length), [body], Size(node, scanned[0], 0), null);
        ControlImports.NoteTypes(loop, body, 0);
        return loop;
    }

    private static DraftStep Loop(NodeImport node, OnnxGraph graph, DraftValue[] states, DraftValue[] scanned, int partCount)
    {
        long[] axes = List(node, "scan_input_axes", scanned.Length);
        long[] directions = List(node, node.Opset < 9 ? "directions" : "scan_input_directions", scanned.Length);
        DraftValue count = Count(node, scanned, axes);
        DraftValue? last = directions.Contains(1) ? node.Emit("Sub", null, count, Number(node, 1)) : null;
        DraftBody body = node.Body(ControlImports.BodyInputs(states), given =>
        {
            DraftValue forward = given[0];
            DraftValue? backward = last is null ? null : node.Emit("Sub", null, last, forward);
            IEnumerable<DraftValue> elements = scanned.Select((value, index) =>
                node.Emit("Gather", new Settings().Integer("axis", axes[index]), value, directions[index] == 1 ? backward : forward));
            return [given[1], .. node.Inline(graph, [.. given.Skip(2), .. elements])];
        });
        DraftStep loop = node.EmitControl("Loop", states.Length + partCount, ControlImports.EmptyParts(graph, states.Length), [body], [count, null, .. states]);
        ControlImports.NoteTypes(loop, body, states.Length);
        return loop;
    }

    /// <summary>How many elements there are; if the scanned tensors do not agree the run ends at a Gather that is out of range.</summary>
    private static DraftValue Count(NodeImport node, DraftValue[] scanned, long[] axes)
    {
        DraftValue first = Size(node, scanned[0], axes[0]);
        for (int index = 1; index < scanned.Length; index++)
        {
            DraftValue differs = node.Emit("Not", null, node.Emit("Equal", null, first, Size(node, scanned[index], axes[index])));
            DraftValue place = node.Emit("Cast", new Settings().Name("to", "i64"), differs);
            first = node.Emit("Gather", null, node.Emit("Unsqueeze", null, first, node.IntegerList(0)), place);
        }

        return first;
    }

    private static DraftValue Size(NodeImport node, DraftValue value, long axis) => node.Emit("Gather", null, node.Emit("Shape", null, value), Number(node, axis));

    /// <summary>The new axis is the first; it goes where it is wanted, and is turned around if its elements were to be put in front.</summary>
    private static DraftValue Arrange(NodeImport node, OnnxValueInfo declared, int part, DraftValue value)
    {
        int count = part + 1;
        if (node.Integers("scan_output_directions") is { } directions && directions.Count >= count && directions[part] == 1)
            value = node.Emit("Slice", null, value, node.IntegerList(-1), node.IntegerList(int.MinValue), node.IntegerList(0), node.IntegerList(-1));
        long axis = node.Integers("scan_output_axes") is { } axes && axes.Count >= count ? axes[part] : 0;
        if (axis == 0)
            return value;
        int rank = 1 + (declared.Dimensions?.Count ?? throw node.Error($"scan_output_axes needs the declared shape of output '{NodeNames.Shorten(declared.Name)}'", InvalidInputKind.Unsupported));
        if (axis < -rank || axis >= rank)
            throw node.Error($"axis {axis} is out of range for {rank} dimensions");
        List<long> order = [.. Enumerable.Range(1, rank - 1).Select(static place => (long)place)];
        order.Insert((int)(axis < 0 ? axis + rank : axis), 0);
        return node.Emit("Transpose", new Settings().Integers("perm", order), value);
    }

    private static long[] List(NodeImport node, string name, int count)
    {
        if (node.Integers(name) is not { Count: > 0 } listed)
            return new long[count];
        return listed.Count == count ? [.. listed] : throw node.Error($"attribute '{name}' must have {count} entries");
    }

    private static DraftValue Number(NodeImport node, long number) => DraftValue.Of(DraftConstant.Integers($"{node.Operator} number", number) with { Shape = [] });
}
