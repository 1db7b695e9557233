using OpenGradient.Benchmarks.SideBySide.Graphs;
using static OpenGradient.Benchmarks.SideBySide.Graphs.GraphBuilder;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>Networks about integers, truth values and places rather than real numbers.</summary>
internal static class IntegerGraphs
{
    public static IEnumerable<ExampleNetwork> All() => [.. Logic(), .. Places(), .. Counting()];

    private static IEnumerable<ExampleNetwork> Logic()
    {
        yield return Logical("bitwise_ops", 2, static (graph, x) => graph.Node("Not", [graph.Node("Or", [x[0], x[1]])]));
        yield return Logical("boolean", 4, static (graph, x) => graph.Node("Xor", [graph.Node("And", [x[0], x[1]]), graph.Node("And", [graph.Node("And", [x[2], x[3]]), x[0]])]));
        yield return Logical("boolean_identity", 1, static (graph, x) => graph.Node("Identity", [x[0]]));
        yield return new ExampleNetwork("less", static graph => graph.OutputOf(BoolType, graph.Node("Less", [graph.Input("input", FloatType, -1, 4), graph.Input("input1", FloatType, -1, 4)])));
        yield return new ExampleNetwork("1l_where", static graph =>
        {
            string x = graph.Node("Cast", [graph.Input("input", LongType, -1, 64)], ("to", DoubleType));
            string isSmall = graph.Node("Less", [x, graph.Node("Cast", [graph.Long(4)], ("to", DoubleType))]);
            string zero = graph.Node("Cast", [graph.Long(0)], ("to", DoubleType));
            graph.OutputOf(DoubleType, graph.Node("Where", [graph.Node("Not", [isSmall]), x, zero]));
        });
        yield return new ExampleNetwork("bitshift", static graph =>
        {
            for (int input = 0; input < 4; input++)
            {
                string factor = graph.Node("Cast", [graph.Node("Pow", [graph.Scalar(2f), graph.Scalar(input + 1)])], ("to", IntType));
                graph.OutputOf(IntType, graph.Node(input < 2 ? "Mul" : "Div", [graph.Input($"input{input}", IntType, -1, 3), factor]));
            }
        })
        { Bound = 1000 };
        yield return new ExampleNetwork("bitshift_nodes", static graph =>
        {
            string places = graph.Node("Cast", [graph.Longs(1, 2, 3)], ("to", UnsignedType));
            string x = graph.Node("Cast", [graph.Input("input", LongType, -1, 3)], ("to", UnsignedType));
            graph.OutputOf(UnsignedType, graph.Node("BitShift", [x, places], ("direction", "LEFT")));
            graph.OutputOf(UnsignedType, graph.Node("BitShift", [x, places], ("direction", "RIGHT")));
        })
        { Bound = 1000 };
    }

    private static IEnumerable<ExampleNetwork> Places()
    {
        yield return new ExampleNetwork("gather", static graph => graph.Output(graph.Node("Gather", [graph.Weights(1f, 65, 64), graph.Input("indices", LongType, 1, 64)]))) { Bound = 65 };
        yield return new ExampleNetwork("gather_elements", static graph => graph.Output(
            graph.Node("GatherElements", [graph.Input("input", FloatType, -1, 15, 18), graph.Input("input1", LongType, -1, 15, 2)], ("axis", 2))))
        { Bound = 18 };
        yield return new ExampleNetwork("gather_nd", static graph =>
        {
            string places = graph.Node("Cast", [graph.Input("input_1", IntType, 1, 15, 1)], ("to", LongType));
            string first = graph.Constant(LongType, new byte[15 * 8], 1, 15, 1);
            graph.Output(graph.Node("GatherND", [graph.Input("input_0", FloatType, 1, 15, 18), graph.Node("Concat", [first, places], ("axis", -1))]));
        })
        { Bound = 15 };
        yield return new ExampleNetwork("scatter_elements", static graph => graph.Output(graph.Node(
            "ScatterElements",
            [graph.Input("input", FloatType, -1, 15, 18), graph.Input("input1", LongType, -1, 15, 2), graph.Input("input2", FloatType, -1, 15, 2)],
            ("axis", 2))))
        { Bound = 18 };
        yield return new ExampleNetwork("scatter_nd", static graph =>
        {
            string zeros = graph.Node("Cast", [graph.Node("ConstantOfShape", [graph.Longs(8)])], ("to", IntType));
            string places = graph.Node("Cast", [graph.Input("input_0", IntType, 1, 4, 1)], ("to", LongType));
            graph.OutputOf(IntType, graph.Node("ScatterND", [zeros, places, graph.Input("input_1", IntType, 1, 4)]));
        });
        yield return new ExampleNetwork("one_hot", static graph => graph.Output(
            graph.Node("OneHot", [graph.Input("input", LongType, -1, 4), graph.Longs(8), graph.Floats([0f, 1f], 2)]), -1, 4, 8));
    }

    private static IEnumerable<ExampleNetwork> Counting()
    {
        yield return new ExampleNetwork("arange", static graph => graph.OutputOf(LongType, graph.Node("Range", [graph.Long(0), graph.Long(5), graph.Long(1)])));
        yield return new ExampleNetwork("integer_div", static graph =>
        {
            string x = graph.Node("Cast", [graph.Input("input", LongType, -1, 2, 2, 8)], ("to", FloatType));
            graph.OutputOf(LongType, graph.Node("Cast", [graph.Node("Div", [x, graph.Scalar(2f)])], ("to", LongType)));
        })
        { Bound = 100 };
        yield return new ExampleNetwork("integer_mod", static graph => graph.OutputOf(LongType, graph.Node("Mod", [graph.Input("input", LongType, -1, 8), graph.Long(7)]))) { Bound = 100 };
        yield return new ExampleNetwork("nonzero", static graph => graph.OutputOf(LongType, graph.Node("NonZero", [graph.Node("Relu", [graph.Input("input", FloatType, -1, 8)])])));
        foreach ((string name, int[] shape, int axis) in ((string, int[], int)[])
            [("sum_1d_axis0", [8], 0), ("sum_2d_axis0", [4, 8], 0), ("sum_2d_axis1", [4, 8], 1), ("sum_3d_axis2", [1, 4, 8], 2)])
            yield return new ExampleNetwork(name, graph => graph.Output(graph.Node("ReduceSum", [graph.Input("input", FloatType, shape), graph.Longs(axis)], ("keepdims", 0))));
        yield return new ExampleNetwork("sum_independent", static graph =>
        {
            string x = graph.Input("input", FloatType, 1, 4, 8);
            string rows = graph.Node("ReduceSum", [graph.Node("Mul", [x, graph.Weights(1f, 4, 8)]), graph.Longs(2)], ("keepdims", 0));
            string columns = graph.Node("ReduceSum", [graph.Node("Mul", [x, graph.Weights(1f, 4, 8)]), graph.Longs(1)], ("keepdims", 0));
            string both = graph.Node("Add", [graph.Node("Tile", [rows, graph.Longs(1, 2)]), columns]);
            graph.Output(graph.Node("ReduceSum", [graph.Node("Reshape", [both, graph.Longs(8)]), graph.Longs(0)]));
        });
        yield return new ExampleNetwork("slice", static graph =>
        {
            string x = graph.Input("input", FloatType, 2, 4, 8);
            string[] parts = [.. ((int[])[0, 2, 4]).Select(from => graph.Node("Reshape", [graph.Node("Slice", [x, graph.Longs(from), graph.Longs(from + 4), graph.Longs(2)]), graph.Longs(2, -1)]))];
            graph.Output(graph.Node("Concat", parts, ("axis", 1)));
        });
        yield return new ExampleNetwork("concat_transformer_block", static graph =>
        {
            string[] heads = [.. Enumerable.Range(0, 5).Select(head => graph.Input($"head_{head}", FloatType, 1, 4, 16))];
            string first = graph.Node("Concat", [graph.Node("Relu", [heads[0]]), graph.Node("Tanh", [heads[1]])], ("axis", 2));
            string second = graph.Node("Concat", [graph.Node("Mul", [heads[2], graph.Scalar(0.5f)]), graph.Node("Sub", [heads[3], heads[4]]), graph.Node("Add", [heads[4], graph.Weights(1f, 1)])], ("axis", 2));
            graph.Output(graph.Node("Concat", [first, second], ("axis", 2)));
        });
    }

    private static ExampleNetwork Logical(string name, int inputs, Func<GraphBuilder, string[], string> build) => new(name, graph =>
        graph.OutputOf(BoolType, build(graph, [.. Enumerable.Range(0, inputs).Select(input => graph.Input($"input{input}", BoolType, -1, 3))])));

    private const int UnsignedType = 12; // of 32 bits
}
