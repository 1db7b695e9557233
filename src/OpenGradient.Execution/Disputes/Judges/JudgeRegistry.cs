using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The judge of each operator.</summary>
internal static class JudgeRegistry
{
    private static readonly WholeStepJudge Fallback = new();

    private static readonly string[] Elementwise =
    [
        "Abs", "Acos", "Acosh", "Add", "And", "Asin", "Asinh", "Atan", "Atanh", "BitShift", "BitwiseAnd", "BitwiseNot", "BitwiseOr",
        "BitwiseXor", "BitCast", "Cast", "Ceil", "Clip", "Cos", "Cosh", "Div", "Elu", "Equal", "Erf", "Exp", "Floor", "Gelu", "GeluTanh", "LeakyRelu", "Less",
        "LessOrEqual", "Log", "Max", "Min", "Mod", "Mul", "Neg", "Not", "Or", "Pow", "Reciprocal", "Relu", "Round", "Sigmoid", "Sign",
        "Silu", "Sin", "Sinh", "Softplus", "Sqrt", "Sub", "Tan", "Tanh", "Where", "Xor",
    ];

    private static readonly string[] Movements =
    [
        "CenterCropPad", "DepthToSpace", "Expand", "Flatten", "Frames", "Reshape", "Slice", "SpaceToDepth", "Split", "Squeeze", "Tile",
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
        .. WholeNumbers(),
        .. Reductions(),
        .. Choices(),
        .. Samplings(),
        ("Gru", new RecurrentJudge(RecurrentCell.Gru)),
        ("Lstm", new RecurrentJudge(RecurrentCell.Lstm)),
        ("Rnn", new RecurrentJudge(RecurrentCell.Rnn)),
        Known("Einsum", new EinsumJudge(), "equation"),
        Known("TreeEnsemble", new TreeEnsembleJudge(), "aggregate", "targets"),
        ("CastLike", new ElementwiseJudge(shapedInputCount: 1)),
        ("Concat", new MovementJudge(static _ => true)),
        ("Pad", new MovementJudge(static input => input is 0 or 2)),
        (AnswerOperators.AdjustLogits, new AdjustLogitsJudge()),
        (AnswerOperators.AnswerEnd, new AnswerEndJudge()),
        (AnswerOperators.Choose, new ChooseJudge()),
        (AnswerOperators.TokenMask, new TokenMaskJudge()),
        (AnswerOperators.TokenText, new TokenTextJudge()),
        ("Shape", new ShapeJudge()),
        ("TensorScatter", new MovementJudge(static input => input is 0 or 1)),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> Numbers() =>
    [
        Floats("Attention", new AttentionJudge(), "causal", "divisor", "empty", "heads", "kvHeads", "scale", "scores", "softcap"),
        Floats("AveragePool", new PoolJudge(isAverage: true), [.. Windows, "ceil_mode", "count_include_pad", "kernel_shape"]),
        Floats("BatchNorm", new BatchNormJudge(), "epsilon"),
        Floats("CausalAttention", new CausalAttentionJudge(), "headDim", "heads", "kvHeads", "scale"),
        Floats("Conv", new ConvJudge(ElementType.Float32), [.. Windows, "group"]),
        Floats("ConvTranspose", new ConvTransposeJudge(), [.. Windows, "group", "output_padding", "output_shape"]),
        Floats("Embedding", new EmbeddingJudge(isByPosition: false)),
        Known("ExpertLinear", new ExpertLinearJudge()),
        Floats("InstanceNorm", new StandardizeJudge(isPlane: true), "epsilon"),
        Floats("LayerNorm", new StandardizeJudge(isPlane: false), "axis", "epsilon"),
        Floats("Linear", new LinearJudge()),
        Floats("LinearAttention", new LinearAttentionJudge(), "heads", "kvHeads", "scale"),
        Floats("LogSoftmax", new SoftmaxJudge(isLogarithm: true), "axis"),
        Known("MatMul", new MatMulJudge()),
        Known("MaxPool", new MaxPoolJudge(), [.. Windows, "ceil_mode", "kernel_shape", "storage_order"]),
        Floats("PositionEmbedding", new EmbeddingJudge(isByPosition: true)),
        Known("QuantizeBlocks", new QuantizeBlocksJudge()),
        Known("QuantizedExpertLinear", new QuantizedLinearJudge(hasExperts: true)),
        Known("QuantizedLinear", new QuantizedLinearJudge(hasExperts: false)),
        Floats("RmsNorm", new RmsNormJudge(), "axis", "epsilon"),
        Floats("Rope", new RopeJudge(), "base", "dimensions", "form", "headDim"),
        Floats("RotaryEmbedding", new RotaryEmbeddingJudge(), "heads", "interleaved"),
        Floats("Softmax", new SoftmaxJudge(isLogarithm: false), "axis"),
        Floats("SumPool", new PoolJudge(isAverage: false), [.. Windows, "ceil_mode", "kernel_shape"]),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> WholeNumbers() =>
    [
        Known("ConvInteger", new ConvJudge(ElementType.Int32), [.. Windows, "group"]),
        Known("DequantizeLinear", new QuantizedJudge(), "axis", "block", "to"),
        ("FixedDiv", new ElementwiseJudge()),
        Known("FixedConv", new ConvJudge(ElementType.Int64), [.. Windows, "group"]),
        Known("FixedLinear", new LinearJudge(isFixed: true)),
        Known("FixedMatMul", new MatMulJudge(ElementType.Int64)),
        Known("FixedScale", new FixedScaleJudge(), "axis", "shift"),
        ("FixedSqrt", new ElementwiseJudge()),
        Known("MatMulInteger", new MatMulJudge(ElementType.Int32)),
        Known("QuantizeLinear", new QuantizedJudge(), "axis", "block", "saturate", "to"),
        Known("Requantize", new QuantizedJudge(), "axis", "relu", "to"),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> Reductions()
    {
        string[] settings = ["first_axis", "keepdims", "noop_with_empty_axes"];
        return
        [
            Known("ArgMax", new ArgJudge(isLargest: true), "axis", "keepdims", "select_last_index"),
            Known("ArgMin", new ArgJudge(isLargest: false), "axis", "keepdims", "select_last_index"),
            Known("CumProd", new CumulativeJudge(isProduct: true), "exclusive", "reverse"),
            Known("CumSum", new CumulativeJudge(isProduct: false), "exclusive", "reverse"),
            Known("ReduceL2", new ReduceJudge<NumberReducers.L2>(), settings),
            Known("ReduceMax", new ReduceJudge<NumberReducers.Max>(), settings),
            Known("ReduceMean", new ReduceJudge<NumberReducers.Mean>(), settings),
            Known("ReduceMin", new ReduceJudge<NumberReducers.Min>(), settings),
            Known("ReduceProd", new ReduceJudge<NumberReducers.Prod>(), settings),
            Known("ReduceSum", new ReduceJudge<NumberReducers.Sum>(), settings),
            Known("ReduceSumSquare", new ReduceJudge<NumberReducers.SumSquare>(), settings),
        ];
    }

    private static IEnumerable<(string Name, IJudge Judge)> Choices() =>
    [
        ("Compress", new CompressJudge()),
        Known("Gather", new GatherJudge(), "axis"),
        Known("GatherElements", new GatherElementsJudge(), "axis"),
        Known("GatherND", new GatherNdJudge(), "batch_dims"),
        Known("MaxUnpool", new MaxUnpoolJudge(), "kernel_shape", "pads", "strides"),
        ("NonZero", new NonZeroJudge()),
        Known("OneHot", new OneHotJudge(), "axis"),
        Known("ReverseSequence", new ReverseSequenceJudge(), "batch_axis", "time_axis"),
        Known("ScatterElements", new ScatterJudge(hasTuples: false), "axis", "reduction"),
        Known("ScatterND", new ScatterJudge(hasTuples: true), "reduction"),
        Known("TopK", new TopKJudge(), "axis", "largest"),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> Samplings() =>
    [
        Floats("AffineGrid", new AffineGridJudge(), "align_corners"),
        Floats("Col2Im", new Col2ImJudge(), "dilations", "pads", "strides"),
        Floats("DeformConv", new DeformConvJudge(), [.. Windows, "group", "offset_group"]),
        Known("Dft", new DftJudge(), "axis", "inverse", "onesided"),
        Floats("GridSample", new GridSampleJudge(), "align_corners", "mode", "padding_mode"),
        Known(
            "Resize", new ResizeJudge(), "antialias", "axes", "coordinates", "cubic_coeff_a", "exclude_outside", "extrapolation_value", "keep_aspect_ratio_policy", "mode", "nearest_mode"),
        Floats("RoiAlign", new RoiAlignJudge(), "half_pixel", "mode", "output_height", "output_width", "sampling_ratio", "spatial_scale"),
    ];

    private static (string Name, IJudge Judge) Known(string name, IJudge judge, params string[] settings) => (name, new KnownFormJudge(judge, settings, takesAllTypes: true));

    private static (string Name, IJudge Judge) Floats(string name, IJudge judge, params string[] settings) => (name, new KnownFormJudge(judge, settings, takesAllTypes: false));
}
