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

    private static readonly string[] Windows = ["auto_pad", "dilations", "pads", "strides"];

    private static readonly Dictionary<string, IJudge> Judges = All().ToDictionary(static pair => pair.Name, static pair => pair.Judge, StringComparer.Ordinal);

    /// <summary>The judge of an operator: its own, or the one that carries out the whole step.</summary>
    public static IJudge Find(string name) => Judges.GetValueOrDefault(name, Fallback);

    private static IEnumerable<(string Name, IJudge Judge)> All() =>
    [
        .. Elementwise.Select(static name => (name, (IJudge)new ElementwiseJudge())),
        .. Movements.Select(static name => (name, (IJudge)new MovementJudge(static input => input == 0))),
        .. Numbers(),
        .. Reductions(),
        ("CastLike", new ElementwiseJudge(shapedInputCount: 1)),
        ("Concat", new MovementJudge(static _ => true)),
        ("Pad", new MovementJudge(static input => input is 0 or 2)),
        ("ScatterElements", new MovementJudge(static input => input is 0 or 2)),
        ("ScatterND", new MovementJudge(static input => input is 0 or 2)),
        ("Shape", new ShapeJudge()),
        ("TensorScatter", new MovementJudge(static input => input is 0 or 1)),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> Numbers() =>
    [
        ("AveragePool", new KnownFormJudge(new PoolJudge(isAverage: true), [.. Windows, "ceil_mode", "count_include_pad", "kernel_shape"])),
        ("BatchNorm", new KnownFormJudge(new BatchNormJudge(), ["epsilon"])),
        ("CausalAttention", new KnownFormJudge(new CausalAttentionJudge(), ["headDim", "heads", "kvHeads", "scale"])),
        ("Conv", new KnownFormJudge(new ConvJudge(), [.. Windows, "group"])),
        ("ConvTranspose", new KnownFormJudge(new ConvTransposeJudge(), ["dilations", "group", "output_padding", "pads", "strides"])),
        ("Embedding", new KnownFormJudge(new EmbeddingJudge(), [])),
        ("InstanceNorm", new KnownFormJudge(new StandardizeJudge(isPlane: true), ["epsilon"])),
        ("LayerNorm", new KnownFormJudge(new StandardizeJudge(isPlane: false), ["axis", "epsilon"])),
        ("Linear", new KnownFormJudge(new LinearJudge(), [])),
        ("LogSoftmax", new KnownFormJudge(new SoftmaxJudge(isLogarithm: true), ["axis"])),
        ("MatMul", new KnownFormJudge(new MatMulJudge(), [])),
        ("MaxPool", new KnownFormJudge(new PoolJudge(isAverage: false), [.. Windows, "ceil_mode", "kernel_shape"], isOtherForm: static step => step.Step.OutputCount > 1)),
        ("RmsNorm", new KnownFormJudge(new RmsNormJudge(), ["axis", "epsilon"])),
        ("Rope", new KnownFormJudge(new RopeJudge(), ["base", "dimensions", "form", "headDim"])),
        ("Softmax", new KnownFormJudge(new SoftmaxJudge(isLogarithm: false), ["axis"])),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> Reductions()
    {
        (string Name, IJudge Judge)[] reductions =
        [
            ("ReduceL2", new ReduceJudge<L2Reducer>()),
            ("ReduceMax", new ReduceJudge<MaxReducer>(Math.Max, long.MinValue)),
            ("ReduceMean", new ReduceJudge<MeanReducer>()),
            ("ReduceMin", new ReduceJudge<MinReducer>(Math.Min, long.MaxValue)),
            ("ReduceProd", new ReduceJudge<ProdReducer>(static (x, y) => unchecked(x * y), 1)),
            ("ReduceSum", new ReduceJudge<SumReducer>(static (x, y) => unchecked(x + y))),
            ("ReduceSumSquare", new ReduceJudge<SumSquareReducer>()),
        ];
        return
        [
            ("ArgMax", new KnownFormJudge(new ArgJudge(isLargest: true), ["axis", "keepdims", "select_last_index"], takesIntegers: true)),
            ("ArgMin", new KnownFormJudge(new ArgJudge(isLargest: false), ["axis", "keepdims", "select_last_index"], takesIntegers: true)),
            ("CumSum", new KnownFormJudge(new CumSumJudge(), ["exclusive", "reverse"], takesIntegers: true)),
            .. reductions.Select(static pair => (pair.Name, (IJudge)new KnownFormJudge(pair.Judge, ["first_axis", "keepdims", "noop_with_empty_axes"], takesIntegers: true))),
        ];
    }
}
