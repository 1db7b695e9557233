using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>The operators of exec-1, by name.</summary>
internal static partial class OperatorRegistry
{
    private static readonly FrozenDictionary<string, OperatorDefinition> Definitions =
        All().ToFrozenDictionary(static definition => definition.Name, StringComparer.Ordinal);

    /// <summary>The names, in no particular order.</summary>
    public static IReadOnlyCollection<string> Names => Definitions.Keys;

    /// <summary>The operator of that name; false if exec-1 has none.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out OperatorDefinition? definition) =>
        Definitions.TryGetValue(name, out definition);

    private static IEnumerable<OperatorDefinition> All() =>
    [
        .. Functions(),
        .. Arithmetic(),
        .. Products(),
        .. Reductions(),
        .. Rearrangements(),
        .. LanguageModels(),
        .. Control(),
        .. Further(),
        .. Networks(),
    ];

    private static IEnumerable<OperatorDefinition> Functions() =>
    [
        UnaryOperation<Abs>.Define("Abs", IntegerArithmetic.Abs),
        ClipOperation.Definition,
        UnaryOperation<Ceil>.Define("Ceil"),
        UnaryOperation<Cos>.Define("Cos"),
        UnaryOperation<Elu>.Define("Elu", static attributes => new Elu(attributes.Float("alpha", 1f))),
        UnaryOperation<Erf>.Define("Erf"),
        UnaryOperation<Exp>.Define("Exp"),
        UnaryOperation<Floor>.Define("Floor"),
        UnaryOperation<Gelu>.Define("Gelu"),
        UnaryOperation<LeakyRelu>.Define("LeakyRelu", static attributes => new LeakyRelu(attributes.Float("alpha", 0.01f))),
        UnaryOperation<Log>.Define("Log"),
        UnaryOperation<Neg>.Define("Neg", IntegerArithmetic.Neg),
        UnaryOperation<Reciprocal>.Define("Reciprocal"),
        UnaryOperation<Relu>.Define("Relu", static x => Math.Max(x, 0)),
        UnaryOperation<Round>.Define("Round"),
        UnaryOperation<Sigmoid>.Define("Sigmoid"),
        UnaryOperation<Sign>.Define("Sign", static x => Math.Sign(x)),
        UnaryOperation<Silu>.Define("Silu"),
        UnaryOperation<Sin>.Define("Sin"),
        UnaryOperation<Softplus>.Define("Softplus"),
        UnaryOperation<Sqrt>.Define("Sqrt"),
        UnaryOperation<Tanh>.Define("Tanh"),
    ];

    private static IEnumerable<OperatorDefinition> Arithmetic() =>
    [
        BinaryOperation<Add>.Define("Add", IntegerArithmetic.Add),
        BinaryOperation<Sub>.Define("Sub", IntegerArithmetic.Sub),
        BinaryOperation<Mul>.Define("Mul", IntegerArithmetic.Mul),
        BinaryOperation<Div>.Define("Div", IntegerArithmetic.Div),
        BinaryOperation<Max>.Define("Max", Math.Max),
        BinaryOperation<Min>.Define("Min", Math.Min),
        ModOperation.Definition,
        PowOperation.Definition,
        ComparisonOperation.Define("Equal", static (x, y) => x == y, static (x, y) => x == y),
        ComparisonOperation.Define("Less", static (x, y) => x < y, static (x, y) => x < y),
        ComparisonOperation.Define("LessOrEqual", static (x, y) => x <= y, static (x, y) => x <= y),
        LogicalOperation.Define("And", static (x, y) => x & y),
        LogicalOperation.Define("Or", static (x, y) => x | y),
        LogicalOperation.Define("Xor", static (x, y) => x ^ y),
        NotOperation.Definition,
        WhereOperation.Definition,
        CastOperation.Definition,
        CastOperation.LikeDefinition,
        BitCastOperation.Definition,
    ];

    private static IEnumerable<OperatorDefinition> Products() =>
    [
        AveragePoolOperation.Definition,
        ConvOperation.Definition,
        ConvTransposeOperation.Definition,
        GruOperation.Definition,
        LinearOperation.Definition,
        LstmOperation.Definition,
        MatMulOperation.Definition,
        MaxPoolOperation.Definition,
    ];

    private static IEnumerable<OperatorDefinition> Reductions() =>
    [
        ArgOperation.Define("ArgMax", isLargest: true),
        ArgOperation.Define("ArgMin", isLargest: false),
        BatchNormOperation.Definition,
        CumSumOperation.Definition,
        InstanceNormOperation.Definition,
        LayerNormOperation.Definition,
        SoftmaxOperation.Define("LogSoftmax", isLogarithm: true),
        SoftmaxOperation.Define("Softmax", isLogarithm: false),
        ReduceOperation<L2Reducer>.Define("ReduceL2"),
        ReduceOperation<MaxReducer>.Define("ReduceMax", Math.Max, long.MinValue),
        ReduceOperation<MeanReducer>.Define("ReduceMean"),
        ReduceOperation<MinReducer>.Define("ReduceMin", Math.Min, long.MaxValue),
        ReduceOperation<ProdReducer>.Define("ReduceProd", IntegerArithmetic.Mul, 1),
        ReduceOperation<SumReducer>.Define("ReduceSum", IntegerArithmetic.Add),
        ReduceOperation<SumSquareReducer>.Define("ReduceSumSquare"),
    ];

    private static IEnumerable<OperatorDefinition> LanguageModels() =>
    [
        CausalAttentionOperation.Definition,
        EmbeddingOperation.Definition,
        RmsNormOperation.Definition,
        RopeOperation.Definition,
    ];

    private static IEnumerable<OperatorDefinition> Control() =>
    [
        IfOperation.Definition,
        LoopOperation.Definition,
    ];

    private static IEnumerable<OperatorDefinition> Networks() =>
    [
        AttentionOperation.Definition,
        ConvIntegerOperation.Definition,
        DequantizeLinearOperation.Definition,
        LinearAttentionOperation.Definition,
        MatMulIntegerOperation.Definition,
        QuantizeLinearOperation.Definition,
        RequantizeOperation.Definition,
        RnnOperation.Definition,
        RotaryEmbeddingOperation.Definition,
        TensorScatterOperation.Definition,
    ];

    private static IEnumerable<OperatorDefinition> Rearrangements() =>
    [
        ConcatOperation.Definition,
        ExpandOperation.Definition,
        FlattenOperation.Definition,
        BlockOperation.Define("DepthToSpace", isToSpace: true),
        BlockOperation.Define("SpaceToDepth", isToSpace: false),
        GatherOperation.Definition,
        GatherElementsOperation.Definition,
        PadOperation.Definition,
        RangeOperation.Definition,
        ReshapeOperation.Definition,
        ShapeOperation.Definition,
        SliceOperation.Definition,
        SplitOperation.Definition,
        SqueezeOperation.Definition,
        TileOperation.Definition,
        TransposeOperation.Definition,
        TriluOperation.Definition,
        UnsqueezeOperation.Definition,
    ];
}
