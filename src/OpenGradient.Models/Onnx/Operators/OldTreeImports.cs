using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary><c>TreeEnsembleRegressor</c> and <c>TreeEnsembleClassifier</c>: the same trees as <c>TreeEnsemble</c>, with nodes named by their tree and number, and leaves among them.</summary>
internal static class OldTreeImports
{
    /// <summary>The scores of a row are the sums of its leaves, and what a row starts with.</summary>
    public static void Regressor(NodeImport node)
    {
        int targets = (int)node.Integer("n_targets", 1);
        string aggregate = node.Text("aggregate_function", "SUM");
        if (aggregate is not ("SUM" or "AVERAGE" or "MIN" or "MAX"))
            throw node.Error($"aggregate_function '{NodeNames.Shorten(aggregate)}' is unknown", InvalidInputKind.Unsupported);
        Settings settings = new Settings().Integer("targets", targets);
        if (aggregate != "SUM")
            settings.Name("aggregate", aggregate.ToLowerInvariant());
        node.Set(0, Transformed(node, Based(node, Ensemble(node, "target", settings), targets)));
    }

    /// <summary>The label of the largest score, and the scores; of two classes with one score, that of the second, which counts from a half on or from zero on.</summary>
    public static void Classifier(NodeImport node)
    {
        DraftConstant labels = node.Find("classlabels_int64s") is { Integers.Count: > 0 } listed
            ? DraftConstant.Integers("labels", [.. listed.Integers])
            : throw node.Error("only classes with whole numbers for labels are supported", InvalidInputKind.Unsupported);
        int classes = (int)labels.Shape[0];
        long[] ids = List(node, "class_ids");
        bool hasOneScore = classes == 2 && !ids.AsSpan().ContainsAnyExcept(ids.Length > 0 ? ids[0] : 0);
        if (hasOneScore)
            throw node.Error("two classes with a score for one of them are not supported; scores for both are", InvalidInputKind.Unsupported);
        DraftValue scores = Based(node, Ensemble(node, "class", new Settings().Integer("targets", classes)), classes);
        DraftValue best = node.Emit("ArgMax", new Settings().Integer("axis", 1).Flag("keepdims", false), scores);
        node.Set(0, node.Emit("Gather", new Settings().Integer("axis", 0), DraftValue.Of(labels), best));
        node.Set(1, Transformed(node, scores));
    }

    private static DraftValue Ensemble(NodeImport node, string target, Settings settings)
    {
        var nodes = new OldTreeNodes(node, target);
        return node.Emit(
            "TreeEnsemble",
            settings,
            node.Emit("Cast", new Settings().Name("to", "f32"), node.Input(0)),
            node.IntegerList([.. nodes.Roots]),
            node.IntegerList([.. nodes.Modes]),
            node.IntegerList([.. nodes.Features]),
            node.IntegerList([.. nodes.WhenTrue]),
            node.IntegerList([.. nodes.WhenFalse]),
            node.IntegerList([.. nodes.Targets]),
            DraftValue.Of(DraftConstant.Floats("splits", CollectionsMarshal.AsSpan(nodes.Splits))),
            DraftValue.Of(DraftConstant.Floats("weights", CollectionsMarshal.AsSpan(nodes.Weights))));
    }

    private static DraftValue Based(NodeImport node, DraftValue scores, int targets)
    {
        if (node.Find("base_values") is not { Floats.Count: > 0 } given)
            return scores;
        if (given.Floats.Count != targets && given.Floats.Count != 1)
            throw node.Error("base_values are not as many as there are scores");
        return node.Emit("Add", null, scores, DraftValue.Of(DraftConstant.Floats("base", [.. given.Floats])));
    }

    private static DraftValue Transformed(NodeImport node, DraftValue scores) => node.Text("post_transform", "NONE") switch
    {
        "NONE" => scores,
        "SOFTMAX" => node.Emit("Softmax", null, scores),
        "LOGISTIC" => node.Emit("Sigmoid", null, scores),
        string other => throw node.Error($"post_transform '{NodeNames.Shorten(other)}' is not supported", InvalidInputKind.Unsupported),
    };

    /// <summary>An attribute that is a list of any length.</summary>
    public static long[] List(NodeImport node, string name) => [.. node.Find(name)?.Integers ?? []];
}
