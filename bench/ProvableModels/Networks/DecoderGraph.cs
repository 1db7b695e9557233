using OpenGradient.Benchmarks.SideBySide.Graphs;
using static OpenGradient.Benchmarks.SideBySide.Graphs.GraphBuilder;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>A decoder for all tokens of a context at once, as exporters write it: positions counted by <c>NonZero</c>, shapes computed, a mask cut out of a triangle.</summary>
internal sealed class DecoderGraph(GraphBuilder graph, DecoderShape shape)
{
    public void Create()
    {
        string tokens = graph.Input("input", LongType, -1, shape.TokenCount);
        string ones = graph.Node("ConstantOfShape", [Size(tokens, 1)]);
        string positions = graph.Node("Squeeze", [graph.Node("Transpose", [graph.Node("NonZero", [graph.Node("Add", [ones, graph.Scalar(1f)])])]), graph.Longs(1)]);
        string x = graph.Node("Add", [
            graph.Node("Gather", [graph.Weights(1f, shape.VocabularySize, shape.Width), tokens]),
            graph.Node("Unsqueeze", [graph.Node("Gather", [graph.Weights(0.5f, shape.TokenCount, shape.Width), positions]), graph.Longs(0)])]);
        for (int layer = 0; layer < shape.LayerCount; layer++)
            x = Block(x);
        if (shape.IsOfLastToken)
            x = graph.Node("Slice", [x, graph.Longs(-1), graph.Longs(shape.TokenCount), graph.Longs(1)]);
        graph.Output(graph.Node("MatMul", [Norm(x), graph.Weights(1f, shape.Width, shape.VocabularySize)]), -1, shape.IsOfLastToken ? 1 : shape.TokenCount, shape.VocabularySize);
    }

    /// <summary>Attention and two layers, each on a normalised copy and added.</summary>
    public string Block(string x)
    {
        x = graph.Node("Add", [x, Transformers.Dense(graph, Attention(Norm(x)), shape.Width, shape.Width)]);
        string inner = Activated(Transformers.Dense(graph, Norm(x), shape.Width, 4 * shape.Width));
        return graph.Node("Add", [x, Transformers.Dense(graph, inner, 4 * shape.Width, shape.Width)]);
    }

    private string Attention(string x)
    {
        string joined = Transformers.Dense(graph, x, shape.Width, 3 * shape.Width);
        string[] parts = graph.Nodes("", "Split", 3, [joined, graph.Longs(shape.Width, shape.Width, shape.Width)], ("axis", 2));
        string q = Heads(parts[0]), k = Heads(parts[1]), v = Heads(parts[2]);
        string scores = graph.Node("Mul", [graph.Node("MatMul", [q, graph.Node("Transpose", [k], ("perm", new[] { 0, 1, 3, 2 }))]), graph.Scalar(1f / MathF.Sqrt(shape.HeadWidth))]);
        scores = graph.Node("Where", [Mask(x), graph.Scalar(float.NegativeInfinity), scores]);
        string mixed = graph.Node("MatMul", [graph.Node("Softmax", [scores]), v]);
        mixed = graph.Node("Transpose", [mixed], ("perm", new[] { 0, 2, 1, 3 }));
        return graph.Node("Reshape", [mixed, graph.Node("Concat", [Size(x, 0), Size(x, 1), graph.Longs(shape.Width)], ("axis", 0))]);
    }

    private string Heads(string x)
    {
        string sizes = graph.Node("Concat", [Size(x, 0), Size(x, 1), graph.Longs(shape.HeadCount), graph.Longs(shape.HeadWidth)], ("axis", 0));
        return graph.Node("Transpose", [graph.Node("Reshape", [x, sizes])], ("perm", new[] { 0, 2, 1, 3 }));
    }

    /// <summary>Where the triangle is zero: later tokens.</summary>
    private string Mask(string x)
    {
        int count = shape.TokenCount;
        string triangle = graph.Floats([.. Enumerable.Range(0, count * count).Select(cell => cell % count <= cell / count ? 1f : 0f)], 1, 1, count, count);
        string rows = graph.Node("Slice", [triangle, graph.Longs(0), Size(x, 1), graph.Longs(2)]);
        return graph.Node("Equal", [graph.Node("Slice", [rows, graph.Longs(0), Size(x, 1), graph.Longs(3)]), graph.Scalar(0f)]);
    }

    private string Activated(string x)
    {
        if (shape.Activation != "Gelu" || shape.IsFused)
            return graph.Node(shape.Activation, [x]);
        string inner = graph.Node("Add", [x, graph.Node("Mul", [graph.Node("Pow", [x, graph.Scalar(3f)]), graph.Scalar(0.044715f)])]);
        string tanh = graph.Node("Tanh", [graph.Node("Mul", [inner, graph.Scalar(0.79788456f)])]);
        return graph.Node("Mul", [graph.Node("Mul", [x, graph.Scalar(0.5f)]), graph.Node("Add", [tanh, graph.Scalar(1f)])]);
    }

    private string Norm(string x)
    {
        if (shape.IsFused)
            return graph.Node("LayerNormalization", [x, graph.Floats([.. Enumerable.Repeat(1.1f, shape.Width)], shape.Width), graph.Weights(0.1f, shape.Width)]);
        if (!shape.HasRootMeanNorm)
            return Transformers.Norm(graph, x, shape.Width);
        string mean = graph.Node("ReduceMean", [graph.Node("Mul", [x, x])], ("axes", new[] { -1 }));
        string factor = graph.Node("Reciprocal", [graph.Node("Sqrt", [graph.Node("Add", [mean, graph.Scalar(1e-5f)])])]);
        return graph.Node("Mul", [x, factor]);
    }

    /// <summary>The size of an axis as a list of one.</summary>
    private string Size(string x, long axis) => graph.Node("Unsqueeze", [graph.Node("Gather", [graph.Node("Shape", [x]), graph.Long(axis)]), graph.Longs(0)]);
}
