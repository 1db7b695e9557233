using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators.MachineLearning;

/// <summary>Trees whose nodes and leaves are numbered on their own.</summary>
internal static class TreeImports
{
    /// <summary><c>TreeEnsemble</c>.</summary>
    public static void TreeEnsemble(NodeImport node, TensorImport tensors)
    {
        long[] isTrueLeaf = List(node, "nodes_trueleafs");
        long[] isFalseLeaf = List(node, "nodes_falseleafs");
        DraftConstant modes = Tensor(node, tensors, "nodes_modes") ?? throw node.Error("nodes_modes is missing");
        long[] missing = List(node, "nodes_missing_value_tracks_true");
        long[] listed = [.. modes.Bytes.ToArray().Select((mode, place) => mode + (place < missing.Length && missing[place] != 0 ? 8L : 0))];
        Settings settings = new Settings().Integer("targets", node.Integer("n_targets", 1));
        if (node.Integer("aggregate_function", 1) is long aggregate && aggregate != 1)
            settings.Name("aggregate", aggregate is >= 0 and <= 3 ? Aggregates[aggregate] : throw node.Error($"aggregate_function {aggregate} is unknown", InvalidInputKind.Unsupported));
        DraftValue y = node.Emit(
            "TreeEnsemble",
            settings,
            node.Input(0),
            node.IntegerList(List(node, "tree_roots")),
            node.IntegerList(listed),
            node.IntegerList(List(node, "nodes_featureids")),
            node.IntegerList(Children(node, "nodes_truenodeids", isTrueLeaf)),
            node.IntegerList(Children(node, "nodes_falsenodeids", isFalseLeaf)),
            node.IntegerList(List(node, "leaf_targetids")),
            DraftValue.Of(Tensor(node, tensors, "nodes_splits") ?? throw node.Error("nodes_splits is missing")),
            DraftValue.Of(Tensor(node, tensors, "leaf_weights") ?? throw node.Error("leaf_weights is missing")),
            Tensor(node, tensors, "membership_values") is { } members ? DraftValue.Of(members) : null);
        node.Set(0, node.Integer("post_transform", 0) is >= 0 and <= 4 and var transform
            ? ClassScores.Transformed(node, y, Transforms[transform])
            : throw node.Error($"post_transform {node.Integer("post_transform", 0)} is unknown", InvalidInputKind.Unsupported));
    }

    /// <summary>Leaves are numbered on their own in ONNX; here leaf i is child -1 - i.</summary>
    private static long[] Children(NodeImport node, string name, long[] areLeaves)
    {
        long[] children = List(node, name);
        if (children.Length != areLeaves.Length)
            throw node.Error($"{name} and its leaves differ in length");
        return [.. children.Select((child, place) => areLeaves[place] == 0 ? child : -1 - child)];
    }

    private static long[] List(NodeImport node, string name) => [.. node.Find(name)?.Integers ?? []];

    private static DraftConstant? Tensor(NodeImport node, TensorImport tensors, string name) =>
        node.Find(name)?.Tensor is { } tensor ? tensors.Import(tensor, name) : null;

    private static readonly string[] Aggregates = ["average", "sum", "min", "max"];
    private static readonly string[] Transforms = ["NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT"];
}
