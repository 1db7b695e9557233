using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators.MachineLearning;

/// <summary><c>LinearClassifier</c> and <c>LinearRegressor</c>: a dense layer, whose weights are attributes.</summary>
internal static class LinearModelImports
{
    public static void Regressor(NodeImport node) => node.Set(0, ClassScores.Transformed(node, Layer(node, ClassScores.Count(node, "targets"))));

    /// <summary>The label of the largest score, and the scores; of two classes with one score, the second one's, which counts from 0 on.</summary>
    public static void Classifier(NodeImport node)
    {
        long[] labels = ClassScores.Labels(node, "classlabels_ints");
        string transform = node.Text("post_transform", "NONE");
        bool hasOneScore = labels.Length == 2 && node.Find("intercepts") is { Floats.Count: 1 };
        DraftValue scores = Layer(node, hasOneScore ? 1 : labels.Length);
        if (!hasOneScore)
        {
            node.Set(0, ClassScores.Largest(node, labels, scores));
            node.Set(1, ClassScores.Transformed(node, scores, transform));
            return;
        }

        if (transform is not ("NONE" or "LOGISTIC"))
            throw node.Error($"two classes with one score and post_transform '{NodeNames.Shorten(transform)}' are not supported; scores for both are", InvalidInputKind.Unsupported);
        node.Set(0, ClassScores.Above(node, labels, scores, 0f));
        node.Set(1, ClassScores.Both(node, scores, isShare: true, transform == "LOGISTIC"));
    }

    private static DraftValue Layer(NodeImport node, int outputs)
    {
        List<float> weights = node.Find("coefficients")?.Floats ?? [];
        if (weights.Count == 0 || outputs < 1 || weights.Count % outputs != 0)
            throw node.Error($"its {weights.Count} coefficients are not those of {outputs} outputs");
        return Layer(node, ClassScores.Rows(node), weights, outputs, Intercepts(node, outputs));
    }

    /// <summary>x · weightsᵀ + bias.</summary>
    public static DraftValue Layer(NodeImport node, DraftValue x, List<float> weights, int outputs, float[]? bias)
    {
        var matrix = new DraftConstant("coefficients", "f32", [outputs, weights.Count / outputs], MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(weights)).ToArray());
        return node.Emit("Linear", null, x, DraftValue.Of(matrix), bias is null ? null : DraftValue.Of(DraftConstant.Floats("intercepts", bias)));
    }

    /// <summary>One for each output, or one for all; null if there are none.</summary>
    private static float[]? Intercepts(NodeImport node, int outputs) => node.Find("intercepts") switch
    {
        null or { Floats.Count: 0 } => null,
        OnnxAttribute { Floats.Count: 1 } one => [.. Enumerable.Repeat(one.Floats[0], outputs)],
        OnnxAttribute all when all.Floats.Count == outputs => [.. all.Floats],
        _ => throw node.Error("it has intercepts for another number of outputs"),
    };
}
