using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <content>Operators of sections 16 and following of the specification.</content>
internal static partial class OperatorRegistry
{
    private static IEnumerable<OperatorDefinition> Further() => [.. Angles(), .. Bits(), .. Choices(), .. Pools(), .. Samplings(), .. Signals()];

    private static IEnumerable<OperatorDefinition> Angles() =>
    [
        UnaryOperation<Acos>.Define("Acos"),
        UnaryOperation<Acosh>.Define("Acosh"),
        UnaryOperation<Asin>.Define("Asin"),
        UnaryOperation<Asinh>.Define("Asinh"),
        UnaryOperation<Atan>.Define("Atan"),
        UnaryOperation<Atanh>.Define("Atanh"),
        UnaryOperation<Cosh>.Define("Cosh"),
        UnaryOperation<Sinh>.Define("Sinh"),
        UnaryOperation<Tan>.Define("Tan"),
    ];

    private static IEnumerable<OperatorDefinition> Bits() =>
    [
        BitwiseOperation.ShiftDefinition,
        BitwiseOperation.Define("BitwiseAnd", static (x, y, _) => x & y),
        BitwiseOperation.Define("BitwiseOr", static (x, y, _) => x | y),
        BitwiseOperation.Define("BitwiseXor", static (x, y, _) => x ^ y),
        BitwiseNotOperation.Definition,
    ];

    private static IEnumerable<OperatorDefinition> Choices() =>
    [
        CenterCropPadOperation.Definition,
        CompressOperation.Definition,
        CumulativeOperation.Define("CumProd", isProduct: true),
        GatherNdOperation.Definition,
        NonMaxSuppressionOperation.Definition,
        NonZeroOperation.Definition,
        OneHotOperation.Definition,
        ReverseSequenceOperation.Definition,
        ScatterElementsOperation.Definition,
        ScatterNdOperation.Definition,
        TfIdfOperation.Definition,
        TopKOperation.Definition,
        TreeEnsembleOperation.Definition,
        UniqueOperation.Definition,
    ];

    private static IEnumerable<OperatorDefinition> Pools() =>
    [
        AveragePoolOperation.SumDefinition,
        MaxUnpoolOperation.Definition,
    ];

    private static IEnumerable<OperatorDefinition> Samplings() =>
    [
        AffineGridOperation.Definition,
        Col2ImOperation.Definition,
        DeformConvOperation.Definition,
        GridSampleOperation.Definition,
        ResizeOperation.Definition,
        RoiAlignOperation.Definition,
    ];

    private static IEnumerable<OperatorDefinition> Signals() =>
    [
        CosineWindowOperation.Definition,
        DetOperation.Definition,
        DftOperation.Definition,
        EinsumOperation.Definition,
        FramesOperation.Definition,
        MelWeightsOperation.Definition,
    ];
}
