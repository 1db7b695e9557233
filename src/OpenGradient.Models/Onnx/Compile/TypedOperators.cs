using System.Collections.Frozen;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>What ONNX operators ask of the types of their inputs, as far as it matters for widening them.</summary>
internal static class TypedOperators
{
    private static readonly FrozenSet<string> EveryType = new[]
    {
        "BitCast", "Cast", "CastLike", "CenterCropPad", "Compress", "Concat", "Constant", "ConstantOfShape", "DepthToSpace", "DequantizeLinear", "Dropout",
        "Expand", "Flatten", "Gather", "GatherElements", "GatherND", "Identity", "If", "Loop", "OneHot", "Pad", "QuantizeLinear", "Reshape", "ReverseSequence",
        "Scan", "Shape", "Size", "Slice", "SpaceToDepth", "Split", "Squeeze", "TensorScatter", "Tile", "Transpose", "Trilu", "Unsqueeze", "Where",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Wide = new[]
    {
        "Abs", "Acos", "Acosh", "Add", "ArgMax", "ArgMin", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Cos", "Cosh", "CumProd", "CumSum", "Div", "Equal", "Erf",
        "Exp", "Floor", "Gemm", "Greater", "GreaterOrEqual", "IsInf", "IsNaN", "Less", "LessOrEqual", "Log", "MatMul", "Max", "Mean", "Min", "Mod", "Mul", "Neg",
        "NonZero", "Pow", "Range", "Reciprocal", "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd",
        "ReduceSum", "ReduceSumSquare", "Relu", "Round", "ScatterElements", "ScatterND", "Sigmoid", "Sign", "Sin", "Sinh", "Softplus", "Sqrt", "Sub", "Sum",
        "Tan", "Tanh", "TopK", "Unique",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Mixing = new[]
    {
        "Attention", "BatchNormalization", "Bernoulli", "DeformConv", "GridSample", "LayerNormalization", "Pow", "RMSNormalization", "Resize", "RoiAlign", "Upsample",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the operator moves elements, or says itself what it does with each type.</summary>
    public static bool TakesEveryType(string name) => EveryType.Contains(name);

    /// <summary>Whether the operator has a form on <c>f64</c>.</summary>
    public static bool ComputesWide(string name) => Wide.Contains(name);

    /// <summary>Whether ONNX gives the operator's inputs types of their own.</summary>
    public static bool MayMixFloats(string name) => Mixing.Contains(name);

    /// <summary>Whether ONNX keeps this output in <c>f32</c> whatever the inputs are.</summary>
    public static bool StaysWide(string name, int output) => name == "LayerNormalization" && output > 0;
}
