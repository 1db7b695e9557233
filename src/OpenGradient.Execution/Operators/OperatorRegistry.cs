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
        .. FixedPoint(),
    ];

    private static IEnumerable<OperatorDefinition> Functions() =>
    [
        NumberOperation<Abs, NumberFunctions.Abs>.Define("Abs"),
        ClipOperation.Definition,
        UnaryOperation<Ceil>.Define("Ceil", Math.Ceiling),
        UnaryOperation<Cos>.Define("Cos"),
        UnaryOperation<Elu>.Define("Elu", static attributes => new Elu(attributes.Float("alpha", 1f))),
        UnaryOperation<Erf>.Define("Erf"),
        UnaryOperation<Exp>.Define("Exp"),
        UnaryOperation<Floor>.Define("Floor", Math.Floor),
        UnaryOperation<Gelu>.Define("Gelu"),
        UnaryOperation<GeluTanh>.Define("GeluTanh"),
        UnaryOperation<LeakyRelu>.Define("LeakyRelu", static attributes => new LeakyRelu(attributes.Float("alpha", 0.01f))),
        UnaryOperation<Log>.Define("Log"),
        NumberOperation<Neg, NumberFunctions.Neg>.Define("Neg"),
        UnaryOperation<Reciprocal>.Define("Reciprocal", static x => 1 / x),
        NumberOperation<Relu, NumberFunctions.Relu>.Define("Relu"),
        UnaryOperation<Round>.Define("Round", static x => Math.Round(x, MidpointRounding.ToEven)),
        UnaryOperation<Sigmoid>.Define("Sigmoid"),
        NumberOperation<Sign, NumberFunctions.Sign>.Define("Sign"),
        UnaryOperation<Silu>.Define("Silu"),
        UnaryOperation<Sin>.Define("Sin"),
        UnaryOperation<Softplus>.Define("Softplus"),
        UnaryOperation<Sqrt>.Define("Sqrt", Math.Sqrt),
        UnaryOperation<Tanh>.Define("Tanh"),
    ];

    private static IEnumerable<OperatorDefinition> Arithmetic() =>
    [
        BinaryOperation<Add, NumberOperators.Add>.Define("Add"),
        BinaryOperation<Sub, NumberOperators.Sub>.Define("Sub"),
        BinaryOperation<Mul, NumberOperators.Mul>.Define("Mul"),
        BinaryOperation<Div, NumberOperators.Div>.Define("Div"),
        BinaryOperation<Max, NumberOperators.Max>.Define("Max"),
        BinaryOperation<Min, NumberOperators.Min>.Define("Min"),
        ModOperation.Definition,
        PowOperation.Definition,
        ComparisonOperation<NumberRelations.Equal>.Define("Equal"),
        ComparisonOperation<NumberRelations.Less>.Define("Less"),
        ComparisonOperation<NumberRelations.LessOrEqual>.Define("LessOrEqual"),
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
        CumulativeOperation.Define("CumSum", isProduct: false),
        InstanceNormOperation.Definition,
        LayerNormOperation.Definition,
        SoftmaxOperation.Define("LogSoftmax", isLogarithm: true),
        SoftmaxOperation.Define("Softmax", isLogarithm: false),
        ReduceOperation<L2Reducer, NumberReducers.L2>.Define("ReduceL2"),
        ReduceOperation<MaxReducer, NumberReducers.Max>.Define("ReduceMax"),
        ReduceOperation<MeanReducer, NumberReducers.Mean>.Define("ReduceMean"),
        ReduceOperation<MinReducer, NumberReducers.Min>.Define("ReduceMin"),
        ReduceOperation<ProdReducer, NumberReducers.Prod>.Define("ReduceProd"),
        ReduceOperation<SumReducer, NumberReducers.Sum>.Define("ReduceSum"),
        ReduceOperation<SumSquareReducer, NumberReducers.SumSquare>.Define("ReduceSumSquare"),
    ];

    private static IEnumerable<OperatorDefinition> LanguageModels() =>
    [
        CausalAttentionOperation.Definition,
        EmbeddingOperation.Definition,
        EmbeddingOperation.PositionDefinition,
        ExpertLinearOperation.Definition,
        ExpertLinearOperation.QuantizedDefinition,
        QuantizeBlocksOperation.Definition,
        QuantizedLinearOperation.Definition,
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
