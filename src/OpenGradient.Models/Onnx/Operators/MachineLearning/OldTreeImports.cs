using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators.MachineLearning;

/// <summary><c>TreeEnsembleRegressor</c> and <c>TreeEnsembleClassifier</c>: the same trees as <c>TreeEnsemble</c>, with nodes named by their tree and number, and leaves among them.</summary>
internal static class OldTreeImports
{
    /// <summary>The scores of a row are the sums of its leaves, and what a row starts with.</summary>
    public static void Regressor(NodeImport node)
    {
        int targets = ClassScores.Count(node, "n_targets");
        string aggregate = node.Text("aggregate_function", "SUM");
        if (aggregate is not ("SUM" or "AVERAGE" or "MIN" or "MAX"))
            throw node.Error($"aggregate_function '{NodeNames.Shorten(aggregate)}' is unknown", InvalidInputKind.Unsupported);
        var nodes = new OldTreeNodes(node, "target");
        if (aggregate is "MIN" or "MAX" && nodes.HasUnevenLeaves)
            throw node.Error("the least or greatest leaf counts, and some leaves weigh for no target", InvalidInputKind.Unsupported);
        bool isShared = aggregate == "AVERAGE" && nodes.Roots.Count != nodes.TreeCount;
        Settings settings = new Settings().Integer("targets", targets);
        if (aggregate != "SUM" && !isShared)
            settings.Name("aggregate", aggregate.ToLowerInvariant());
        DraftValue y = Ensemble(node, nodes, settings);
        node.Set(0, ClassScores.Transformed(node, Based(node, isShared ? node.Emit("Div", null, y, ClassScores.Number(nodes.TreeCount)) : y, targets)));
    }

    /// <summary>The label of the largest score, and the scores; of two classes with one score, the second one's: a share, which counts above a half, if no leaf is negative, else from 0 on.</summary>
    public static void Classifier(NodeImport node)
    {
        long[] labels = ClassScores.Labels(node, "classlabels_int64s");
        var nodes = new OldTreeNodes(node, "class");
        bool hasOneScore = labels.Length == 2 && nodes.AllTargets is { Count: 1, Max: 0 };
        DraftValue scores = Ensemble(node, nodes, new Settings().Integer("targets", hasOneScore ? 1 : labels.Length));
        if (hasOneScore)
        {
            SetOneScore(node, labels, scores, nodes.IsPositive);
            return;
        }

        if (labels.Length == 2 && nodes.AllTargets.Count == 1 && nodes.IsPositive)
            throw node.Error("two classes with a share for the second of them are not supported; one for the first target, or for both, is", InvalidInputKind.Unsupported);
        scores = Based(node, scores, labels.Length);
        node.Set(0, ClassScores.Largest(node, labels, scores));
        node.Set(1, ClassScores.Transformed(node, scores));
    }

    private static void SetOneScore(NodeImport node, long[] labels, DraftValue score, bool isShare)
    {
        string transform = node.Text("post_transform", "NONE");
        if (transform == "PROBIT")
            throw node.Error("two classes with a score for one of them and post_transform 'PROBIT' are not supported; scores for both are", InvalidInputKind.Unsupported);
        score = Based(node, score, 1);
        node.Set(0, ClassScores.Above(node, labels, score, isShare ? 0.5f : 0f));
        node.Set(1, ClassScores.Both(node, score, isShare, !isShare && transform == "LOGISTIC"));
    }

    private static DraftValue Ensemble(NodeImport node, OldTreeNodes nodes, Settings settings) => node.Emit(
        "TreeEnsemble",
        settings,
        ClassScores.Rows(node),
        node.IntegerList([.. nodes.Roots]),
        node.IntegerList([.. nodes.Modes]),
        node.IntegerList([.. nodes.Features]),
        node.IntegerList([.. nodes.WhenTrue]),
        node.IntegerList([.. nodes.WhenFalse]),
        node.IntegerList([.. nodes.Targets]),
        DraftValue.Of(DraftConstant.Floats("splits", CollectionsMarshal.AsSpan(nodes.Splits))),
        DraftValue.Of(DraftConstant.Floats("weights", CollectionsMarshal.AsSpan(nodes.Weights))));

    private static DraftValue Based(NodeImport node, DraftValue scores, int targets)
    {
        if (node.Find("base_values") is not { Floats.Count: > 0 } given)
            return scores;
        if (given.Floats.Count != targets && given.Floats.Count != 1)
            throw node.Error("base_values are not as many as there are scores");
        return node.Emit("Add", null, scores, DraftValue.Of(DraftConstant.Floats("base", [.. given.Floats])));
    }

    /// <summary>An attribute that is a list of any length.</summary>
    public static long[] List(NodeImport node, string name) => [.. node.Find(name)?.Integers ?? []];
}
