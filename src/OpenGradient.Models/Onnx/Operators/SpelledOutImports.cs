using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Operators that are short for several steps.</summary>
internal static class SpelledOutImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All()
    {
        yield return new("CumProd", CumProd);
        yield return new("Det", static node => node.Set(0, node.Emit("Det", null, node.Input(0))));
        yield return new("Einsum", static node => node.Set(0, node.Emit("Einsum", new Settings().Name("equation", NodeNames.Shorten(node.Text("equation", "").Replace(" ", "", StringComparison.Ordinal))), node.Inputs())));
        yield return new("EyeLike", EyeLike);
        yield return new("GlobalLpPool", GlobalLpPool);
        yield return new("IsInf", IsInf);
        yield return new("LpNormalization", LpNormalization);
        yield return new("MeanVarianceNormalization", MeanVarianceNormalization);
        yield return new("ReduceLogSumExp", static node => ReductionImports.OfReal(node, ReduceLogSumExp));
        yield return new("Shrink", Shrink);
    }

    /// <summary>Σ|x|^p, then its p-th root, over what <paramref name="sum"/> sums.</summary>
    public static DraftValue Norm(NodeImport node, DraftValue x, long p, Func<DraftValue, DraftValue> sum) => p switch
    {
        1 => sum(node.Emit("Abs", null, x)),
        2 => node.Emit("Sqrt", null, sum(node.Emit("Mul", null, x, x))),
        > 0 and <= 1024 => node.Emit("Pow", null, sum(node.Emit("Pow", null, node.Emit("Abs", null, x), node.Scalar(p))), node.Scalar(1f / p)),
        _ => throw node.Error($"p must be 1 to 1024, not {p}"),
    };

    private static void CumProd(NodeImport node)
    {
        var settings = new Settings();
        if (node.Flag("exclusive", false))
            settings.Flag("exclusive", true);
        if (node.Flag("reverse", false))
            settings.Flag("reverse", true);
        node.Set(0, node.Emit("CumProd", settings, node.Input(0), node.Input(1)));
    }

    /// <summary>A matrix of ones, of which both triangles beside the diagonal k are cut away.</summary>
    private static void EyeLike(NodeImport node)
    {
        DraftValue one = node.Find("dtype") is { } type
            ? node.Emit("Cast", new Settings().Name("to", ElementTypes.CanonicalName(TensorImport.Type((Wire.OnnxDataType)type.Integer, "EyeLike: the type"))), node.Scalar(1f))
            : node.Emit("CastLike", null, node.Scalar(1f), node.Input(0));
        DraftValue ones = node.Emit("Expand", null, one, node.Emit("Shape", null, node.Input(0)));
        DraftValue diagonal = node.IntegerList(node.Integer("k", 0));
        node.Set(0, node.Emit("Trilu", new Settings().Flag("upper", false), node.Emit("Trilu", null, ones, diagonal), diagonal));
    }

    private static void GlobalLpPool(NodeImport node) => node.Set(0, Norm(
        node, node.Input(0), node.Integer("p", 2), powers => node.Emit("ReduceSum", new Settings().Integer("first_axis", 2), powers)));

    private static void IsInf(NodeImport node)
    {
        bool isPositive = node.Flag("detect_positive", true);
        bool isNegative = node.Flag("detect_negative", true);
        DraftValue x = isPositive && isNegative ? node.Emit("Abs", null, node.Input(0)) : node.Input(0);
        DraftValue infinity = node.Scalar(isPositive ? float.PositiveInfinity : float.NegativeInfinity);
        node.Set(0, isPositive || isNegative ? node.Emit("Equal", null, x, infinity) : node.Emit("Less", null, x, x));
    }

    /// <summary>x divided by its norm along an axis; zeros stay zeros.</summary>
    private static void LpNormalization(NodeImport node)
    {
        DraftValue x = node.Input(0);
        DraftValue axes = node.IntegerList(node.Integer("axis", -1));
        DraftValue norm = node.Integer("p", 2) == 2
            ? node.Emit("ReduceL2", null, x, axes)
            : Norm(node, x, node.Integer("p", 2), powers => node.Emit("ReduceSum", null, powers, axes));
        DraftValue isZero = node.Emit("Equal", null, norm, node.Scalar(0f));
        node.Set(0, node.Emit("Where", null, isZero, node.Scalar(0f), node.Emit("Div", null, x, norm)));
    }

    /// <summary>(x - mean) / (√(mean of (x - mean)²) + 1e-9) over the axes.</summary>
    private static void MeanVarianceNormalization(NodeImport node)
    {
        DraftValue x = node.Input(0);
        DraftValue axes = node.IntegerList([.. node.Integers("axes") ?? [0, 2, 3]]);
        DraftValue centred = node.Emit("Sub", null, x, node.Emit("ReduceMean", null, x, axes));
        DraftValue variance = node.Emit("ReduceMean", null, node.Emit("Mul", null, centred, centred), axes);
        node.Set(0, node.Emit("Div", null, centred, node.Emit("Add", null, node.Emit("Sqrt", null, variance), node.Scalar(1e-9f))));
    }

    /// <summary>m + log Σ exp(x - m) with m the largest, or 0 where that is infinite: nothing overflows on the way.</summary>
    private static DraftValue ReduceLogSumExp(NodeImport node, DraftValue x)
    {
        DraftValue exponentials = node.Emit("Exp", null, node.Emit("Sub", null, x, Finite(node, ReductionImports.Reduce(node, "ReduceMax", x, keepsDimensions: true))));
        DraftValue logarithm = node.Emit("Log", null, ReductionImports.Reduce(node, "ReduceSum", exponentials, node.Flag("keepdims", true)));
        return node.Emit("Add", null, logarithm, Finite(node, ReductionImports.Reduce(node, "ReduceMax", x, node.Flag("keepdims", true))));
    }

    private static DraftValue Finite(NodeImport node, DraftValue x)
    {
        DraftValue isInfinite = node.Emit("Equal", null, node.Emit("Abs", null, x), Like(node, float.PositiveInfinity, x));
        return node.Emit("Where", null, isInfinite, Like(node, 0f, x), x);
    }

    /// <summary>A number in the type of a value.</summary>
    private static DraftValue Like(NodeImport node, float number, DraftValue x) => x.Type == ElementType.Float64
        ? DraftValue.Of(DraftConstant.Scalar($"{node.Subject} scalar", (double)number))
        : node.Scalar(number);

    /// <summary>x + bias below -λ, x - bias above λ, else 0.</summary>
    private static void Shrink(NodeImport node)
    {
        DraftValue x = node.Input(0);
        DraftValue bias = node.Scalar(node.Float("bias", 0f));
        DraftValue isBelow = node.Emit("Less", null, x, node.Scalar(-node.Float("lambd", 0.5f)));
        DraftValue isAbove = node.Emit("Less", null, node.Scalar(node.Float("lambd", 0.5f)), x);
        DraftValue upper = node.Emit("Where", null, isAbove, node.Emit("Sub", null, x, bias), node.Scalar(0f));
        node.Set(0, node.Emit("Where", null, isBelow, node.Emit("Add", null, x, bias), upper));
    }
}
