using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary>The judge of each operator.</summary>
internal static class JudgeRegistry
{
    private static readonly WholeStepJudge Fallback = new();

    private static readonly string[] Elementwise =
    [
        "Abs", "Acos", "Acosh", "Add", "And", "Asin", "Asinh", "Atan", "Atanh", "BitShift", "BitwiseAnd", "BitwiseNot", "BitwiseOr",
        "BitwiseXor", "Cast", "Ceil", "Clip", "Cos", "Cosh", "Div", "Elu", "Equal", "Erf", "Exp", "Floor", "Gelu", "LeakyRelu", "Less",
        "LessOrEqual", "Log", "Max", "Min", "Mod", "Mul", "Neg", "Not", "Or", "Pow", "Reciprocal", "Relu", "Round", "Sigmoid", "Sign",
        "Silu", "Sin", "Sinh", "Softplus", "Sqrt", "Sub", "Tan", "Tanh", "Where", "Xor",
    ];

    private static readonly string[] Movements =
    [
        "CenterCropPad", "Compress", "DepthToSpace", "Expand", "Flatten", "Gather", "GatherElements", "GatherND", "Reshape", "ReverseSequence", "Slice", "SpaceToDepth", "Split", "Squeeze", "Tile",
        "Transpose", "Trilu", "Unsqueeze",
    ];

    private static readonly Dictionary<string, IJudge> Judges = All().ToDictionary(static pair => pair.Name, static pair => pair.Judge, StringComparer.Ordinal);

    /// <summary>The judge of an operator: its own, or the one that carries out the whole step.</summary>
    public static IJudge Find(string name) => Judges.GetValueOrDefault(name, Fallback);

    private static IEnumerable<(string Name, IJudge Judge)> All() =>
    [
        .. Elementwise.Select(static name => (name, (IJudge)new ElementwiseJudge())),
        .. Movements.Select(static name => (name, (IJudge)new MovementJudge(static input => input == 0))),
        .. Numbers().Select(static pair => (pair.Name, (IJudge)new Float32Judge(pair.Judge))),
        .. Reductions(),
        ("CastLike", new ElementwiseJudge(shapedInputCount: 1)),
        ("Concat", new MovementJudge(static _ => true)),
        ("ConvTranspose", new Float32Judge(new ConvTransposeJudge(), static step => step.Attributes.Name("auto_pad", "explicit") != "explicit" || step.Attributes.Integers("output_shape") is not null)),
        ("MaxPool", new Float32Judge(new PoolJudge(isAverage: false), static step => step.Step.OutputCount > 1)),
        ("Pad", new MovementJudge(static input => input is 0 or 2)),
        ("ScatterElements", new MovementJudge(static input => input is 0 or 2)),
        ("ScatterND", new MovementJudge(static input => input is 0 or 2)),
        ("Shape", new ShapeJudge()),
        ("TensorScatter", new MovementJudge(static input => input is 0 or 1)),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> Numbers() =>
    [
        ("AveragePool", new PoolJudge(isAverage: true)),
        ("BatchNorm", new BatchNormJudge()),
        ("CausalAttention", new CausalAttentionJudge()),
        ("Conv", new ConvJudge()),
        ("Embedding", new EmbeddingJudge()),
        ("InstanceNorm", new StandardizeJudge(isPlane: true)),
        ("LayerNorm", new StandardizeJudge(isPlane: false)),
        ("Linear", new LinearJudge()),
        ("LogSoftmax", new SoftmaxJudge(isLogarithm: true)),
        ("MatMul", new MatMulJudge()),
        ("RmsNorm", new RmsNormJudge()),
        ("Rope", new RopeJudge()),
        ("Softmax", new SoftmaxJudge(isLogarithm: false)),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> Reductions() =>
    [
        ("ArgMax", new ArgJudge(isLargest: true)),
        ("ArgMin", new ArgJudge(isLargest: false)),
        ("CumSum", new CumSumJudge()),
        ("ReduceL2", new ReduceJudge<L2Reducer>()),
        ("ReduceMax", new ReduceJudge<MaxReducer>(Math.Max, long.MinValue)),
        ("ReduceMean", new ReduceJudge<MeanReducer>()),
        ("ReduceMin", new ReduceJudge<MinReducer>(Math.Min, long.MaxValue)),
        ("ReduceProd", new ReduceJudge<ProdReducer>(static (x, y) => unchecked(x * y), 1)),
        ("ReduceSum", new ReduceJudge<SumReducer>(static (x, y) => unchecked(x + y))),
        ("ReduceSumSquare", new ReduceJudge<SumSquareReducer>()),
    ];
}
