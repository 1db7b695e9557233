using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Attention whose scores and weights sub-graphs of the model's own may change on the way; of the preview domain.</summary>
internal static class FlexAttentionImport
{
    public static void Import(NodeImport node)
    {
        OnnxGraph? scoreGraph = node.Find("score_mod")?.Graph;
        OnnxGraph? weightGraph = node.Find("prob_mod")?.Graph;
        DraftValue q = node.Input(0);
        DraftValue k = node.Input(1);
        DraftValue v = node.Input(2);
        if (scoreGraph is null && weightGraph is null)
        {
            var settings = new Settings().Name("empty", "nan");
            if (node.Find("scale") is { } scale)
                settings.Float("scale", scale.Float);
            node.Set(0, node.Emit("Attention", settings, q, k, v));
            return;
        }

        // The sub-graphs take all scores at once, so attention is spelled out; each head of queries then needs keys of its own.
        if (KnownShape.Dimension(q, 1) is not { } heads || KnownShape.Dimension(k, 1) != heads || KnownShape.Dimension(q, 3) is not { } headDim || headDim == 0)
            throw node.Error("with sub-graphs there must be as many heads of keys as of queries, and their shapes be known", InvalidInputKind.Unsupported);
        DraftValue scores = node.Emit("MatMul", null, q, node.Emit("Transpose", new Settings().Integers("perm", [0, 1, 3, 2]), k));
        scores = node.Emit("Mul", null, scores, node.Scalar(node.Float("scale", 1f / MathF.Sqrt(headDim))));
        scores = scoreGraph is null ? scores : Single(node, scoreGraph, scores);
        DraftValue weights = node.Emit("Softmax", null, scores);
        node.Set(0, node.Emit("MatMul", null, weightGraph is null ? weights : Single(node, weightGraph, weights), v));
    }

    private static DraftValue Single(NodeImport node, OnnxGraph graph, DraftValue value) =>
        node.Inline(graph, value) is [{ } changed] ? changed : throw node.Error("its sub-graphs must give one output");
}
