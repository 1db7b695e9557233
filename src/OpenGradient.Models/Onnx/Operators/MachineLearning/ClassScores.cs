using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Operators.MachineLearning;

/// <summary>What classifiers of <c>ai.onnx.ml</c> have in common: rows of features, labels, and what scores become last.</summary>
internal static class ClassScores
{
    /// <summary>The rows, as <c>f32</c> of two dimensions: one row may come without its first.</summary>
    public static DraftValue Rows(NodeImport node)
    {
        DraftValue x = AsFloats(node, node.Input(0));
        return KnownShape.Rank(x) == 1 ? node.Emit("Unsqueeze", null, x, node.IntegerList(0)) : x;
    }

    /// <summary>The same numbers as <c>f32</c>.</summary>
    public static DraftValue AsFloats(NodeImport node, DraftValue x) => x.Type == ElementType.Float32 ? x : node.Emit("Cast", new Settings().Name("to", "f32"), x);

    /// <summary>The labels: whole numbers, or the places of texts in their list, because no value here is a text.</summary>
    public static long[] Labels(NodeImport node, string integers)
    {
        if (node.Find(integers) is { Integers.Count: > 0 } listed)
            return [.. listed.Integers];
        int texts = node.Find("classlabels_strings")?.Strings.Count ?? 0;
        return texts > 0 ? [.. Enumerable.Range(0, texts).Select(static place => (long)place)] : throw node.Error("it has no class labels");
    }

    /// <summary>How many targets it says it has; one, unless it says so.</summary>
    public static int Count(NodeImport node, string name) =>
        node.Integer(name, 1) is > 0 and <= MostTargets and var count ? (int)count : throw node.Error($"{name} is {node.Integer(name, 1)}");

    /// <summary>The label of the largest score of each row, of equals that of the first.</summary>
    public static DraftValue Largest(NodeImport node, long[] labels, DraftValue scores) =>
        Chosen(node, labels, node.Emit("ArgMax", new Settings().Integer("axis", 1).Flag("keepdims", false), scores));

    /// <summary>The second label where the only score of a row is above the limit, else the first.</summary>
    public static DraftValue Above(NodeImport node, long[] labels, DraftValue score, float limit)
    {
        DraftValue isSecond = node.Emit("Less", null, Number(limit), node.Emit("Reshape", null, score, node.IntegerList(-1)));
        return Chosen(node, labels, node.Emit("Cast", new Settings().Name("to", "i64"), isSecond));
    }

    /// <summary>Two scores of one that counts for the second class: with a logistic function their probabilities; else s beside 1 - s, if it is a share, or beside -s.</summary>
    public static DraftValue Both(NodeImport node, DraftValue score, bool isShare, bool isLogistic)
    {
        DraftValue negative = node.Emit("Neg", null, score);
        if (isLogistic)
            return Beside(node, node.Emit("Sigmoid", null, negative), node.Emit("Sigmoid", null, score));
        return Beside(node, isShare ? node.Emit("Sub", null, Number(1f), score) : negative, score);
    }

    /// <summary>Two columns side by side.</summary>
    public static DraftValue Beside(NodeImport node, DraftValue first, DraftValue second) => node.Emit("Concat", new Settings().Integer("axis", 1), first, second);

    /// <summary>Scores of several classes or targets after the node's <c>post_transform</c>.</summary>
    public static DraftValue Transformed(NodeImport node, DraftValue scores) => Transformed(node, scores, node.Text("post_transform", "NONE"));

    /// <summary>Scores after a function with that name.</summary>
    public static DraftValue Transformed(NodeImport node, DraftValue scores, string transform) => transform switch
    {
        "NONE" => scores,
        "SOFTMAX" => node.Emit("Softmax", null, scores),
        "LOGISTIC" => node.Emit("Sigmoid", null, scores),
        "SOFTMAX_ZERO" => SoftmaxOfOthers(node, scores),
        "PROBIT" => Probit(node, scores),
        string other => throw node.Error($"post_transform '{NodeNames.Shorten(other)}' is unknown", InvalidInputKind.Unsupported),
    };

    /// <summary>A number beside values of <c>f32</c>.</summary>
    public static DraftValue Number(float number) => DraftValue.Of(DraftConstant.Scalar("number", number));

    /// <summary>A divisor; what is divided by 0 stays as it is.</summary>
    public static DraftValue OneForZero(NodeImport node, DraftValue divisor) => node.Emit("Where", null, node.Emit("Equal", null, divisor, Number(0f)), Number(1f), divisor);

    private static DraftValue Chosen(NodeImport node, long[] labels, DraftValue place) =>
        node.Emit("Gather", new Settings().Integer("axis", 0), DraftValue.Of(DraftConstant.Integers("labels", labels)), place);

    /// <summary>Softmax of the scores that are not 0; those stay 0.</summary>
    private static DraftValue SoftmaxOfOthers(NodeImport node, DraftValue scores)
    {
        DraftValue last = node.IntegerList(-1);
        DraftValue isScore = node.Emit("Less", null, Number(LeastScore), node.Emit("Abs", null, scores));
        DraftValue powers = node.Emit("Exp", null, node.Emit("Sub", null, scores, node.Emit("ReduceMax", null, scores, last)));
        powers = node.Emit("Where", null, isScore, powers, Number(0f));
        return node.Emit("Div", null, powers, OneForZero(node, node.Emit("ReduceSum", null, powers, last)));
    }

    /// <summary>√2 · erf⁻¹(2p - 1), by Winitzki's approximation with a = 0.147: t = 2p - 1, w = log(1 - t²), v = 2/(πa) + w/2; the root of √(v² - w/a) - v, with the sign of t.</summary>
    private static DraftValue Probit(NodeImport node, DraftValue p)
    {
        DraftValue t = node.Emit("Sub", null, node.Emit("Add", null, p, p), Number(1f));
        DraftValue logarithm = node.Emit("Log", null, node.Emit("Mul", null, node.Emit("Sub", null, Number(1f), t), node.Emit("Add", null, Number(1f), t)));
        DraftValue v = node.Emit("Add", null, Number(2f / (3.14159f * Winitzki)), node.Emit("Mul", null, Number(0.5f), logarithm));
        DraftValue inner = node.Emit("Sub", null, node.Emit("Mul", null, v, v), node.Emit("Mul", null, Number(1f / Winitzki), logarithm));
        DraftValue root = node.Emit("Sqrt", null, node.Emit("Sub", null, node.Emit("Sqrt", null, inner), v));
        return node.Emit("Mul", null, node.Emit("Mul", null, node.Emit("Sign", null, t), root), Number(1.41421356f));
    }

    private const int MostTargets = 1 << 20;
    private const float LeastScore = 1e-7f; // what is no larger counts as 0, as in ONNX Runtime
    private const float Winitzki = 0.147f; // with π as 3.14159 and √2 in binary32: ONNX Runtime's constants
}
