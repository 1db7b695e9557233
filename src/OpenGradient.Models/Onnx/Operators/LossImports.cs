using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Losses over classes, which are as computable in inference as anything else.</summary>
internal static class LossImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("NegativeLogLikelihoodLoss", static node => node.Set(0, Loss(node, node.Input(0)))),
        new("SoftmaxCrossEntropyLoss", SoftmaxCrossEntropyLoss),
    ];

    private static void SoftmaxCrossEntropyLoss(NodeImport node)
    {
        DraftValue logarithms = node.Emit("LogSoftmax", new Settings().Integer("axis", 1), node.Input(0));
        node.Set(0, Loss(node, logarithms));
        node.Set(1, logarithms);
    }

    /// <summary>-w[t] · x[n, t, …] for the target t of each place; ignored places weigh 0. Reduced to the sum, to the sum over the weights' sum, or not.</summary>
    private static DraftValue Loss(NodeImport node, DraftValue x)
    {
        DraftValue target = node.Emit("Cast", new Settings().Name("to", "i64"), node.Input(1));
        DraftValue? isIgnored = null;
        if (node.Find("ignore_index") is { } ignored)
        {
            isIgnored = node.Emit("Equal", null, target, Number(node, ignored.Integer));
            target = node.Emit("Where", null, isIgnored, Number(node, 0), target);
        }

        DraftValue? weight = node.Optional(2) is { } weights ? node.Emit("Gather", null, weights, target) : null;
        if (isIgnored is not null)
            weight = node.Emit("Where", null, isIgnored, node.Emit("CastLike", null, node.Scalar(0f), x), weight ?? node.Emit("CastLike", null, node.Scalar(1f), x));
        DraftValue chosen = node.Emit("GatherElements", new Settings().Integer("axis", 1), x, node.Emit("Unsqueeze", null, target, node.IntegerList(1)));
        DraftValue loss = node.Emit("Neg", null, node.Emit("Squeeze", null, chosen, node.IntegerList(1)));
        loss = weight is null ? loss : node.Emit("Mul", null, loss, weight);
        return Reduce(node, loss, weight);
    }

    private static DraftValue Reduce(NodeImport node, DraftValue loss, DraftValue? weight)
    {
        Settings scalar = new Settings().Flag("keepdims", false);
        return node.Text("reduction", "mean") switch
        {
            "none" => loss,
            "sum" => node.Emit("ReduceSum", scalar, loss),
            "mean" when weight is null => node.Emit("ReduceMean", scalar, loss),
            "mean" => node.Emit("Div", null, node.Emit("ReduceSum", scalar, loss), node.Emit("ReduceSum", scalar, weight)),
            string other => throw node.Error($"reduction '{NodeNames.Shorten(other)}' is unknown", InvalidInputKind.Unsupported),
        };
    }

    private static DraftValue Number(NodeImport node, long number) => DraftValue.Of(DraftConstant.Integers($"{node.Operator} number", number) with { Shape = [] });
}
