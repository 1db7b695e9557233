using OpenGradient.Execution.Operators;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The judge of each operator.</summary>
internal static class JudgeRegistry
{
    private static readonly string[] Elementwise =
    [
        "Abs", "Acos", "Acosh", "Add", "And", "Asin", "Asinh", "Atan", "Atanh", "BitShift", "BitwiseAnd", "BitwiseNot", "BitwiseOr",
        "BitwiseXor", "BitCast", "Cast", "Ceil", "Clip", "Cos", "Cosh", "Div", "Elu", "Equal", "Erf", "Exp", "Floor", "Gelu", "GeluTanh", "LeakyRelu", "Less",
        "LessOrEqual", "Log", "Max", "Min", "Mod", "Mul", "Neg", "Not", "Or", "Pow", "Reciprocal", "Relu", "Round", "Sigmoid", "Sign",
        "Silu", "Sin", "Sinh", "Softplus", "Sqrt", "Sub", "Tan", "Tanh", "Where", "Xor",
    ];

    private static readonly Dictionary<string, IJudge> Judges = All().ToDictionary(static pair => pair.Name, static pair => pair.Judge, StringComparer.Ordinal);

    /// <summary>The judge of an operator.</summary>
    /// <exception cref="InvalidInputException">There is no such operator.</exception>
    public static IJudge Find(string name) =>
        Judges.GetValueOrDefault(name) ?? throw new InvalidInputException(InvalidInputKind.Unsupported, "dispute", $"There is no operator {name}.");

    private static IEnumerable<(string Name, IJudge Judge)> All() =>
    [
        .. Elementwise.Select(static name => (name, (IJudge)new ElementwiseJudge())),
        .. Movements(),
        .. Numbers(),
        .. WholeNumbers(),
        .. Reductions(),
        .. Choices(),
        .. Samplings(),
        .. Expansions(),
        .. Answers(),
        ("CastLike", new ElementwiseJudge(shapedInputCount: 1)),
        ("CosineWindow", new CosineWindowJudge()),
        ("MelWeights", new MelWeightsJudge()),
        ("Range", new RangeJudge()),
        ("Shape", new ShapeJudge()),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> Expansions() =>
    [
        ("Det", new DetJudge()),
        ("Einsum", new EinsumJudge()),
        ("Gru", new RecurrentJudge(RecurrentCell.Gru)),
        ("LinearAttention", new LinearAttentionJudge()),
        ("Lstm", new RecurrentJudge(RecurrentCell.Lstm)),
        ("NonMaxSuppression", new NonMaxSuppressionJudge()),
        ("Rnn", new RecurrentJudge(RecurrentCell.Rnn)),
        ("TfIdf", new TfIdfJudge()),
        ("TreeEnsemble", new TreeEnsembleJudge()),
        ("Unique", new UniqueJudge()),

        // What only disputes have.
        (ContractJudge.Operator, new ContractJudge()),
        (CountSequencesJudge.Operator, new CountSequencesJudge()),
        (EliminateJudge.Operator, new EliminateJudge()),
        (FindSequencesJudge.Operator, new FindSequencesJudge()),
        (IsFirstJudge.Operator, new IsFirstJudge()),
        (KeepBoxesJudge.Operator, new KeepBoxesJudge()),
        (LinearUpdateJudge.Operator, new LinearUpdateJudge()),
        (MemberListsJudge.Operator, new MemberListsJudge()),
        (MemberTreesJudge.Operator, new MemberTreesJudge()),
        (PivotProductJudge.Operator, new PivotProductJudge()),
        (SliceRankJudge.Operator, new SliceRankJudge()),
    ];

    /// <summary>How an answer comes of its logits.</summary>
    private static IEnumerable<(string Name, IJudge Judge)> Answers() =>
    [
        (AnswerOperators.AdjustLogits, new AdjustLogitsJudge()),
        (AnswerOperators.AnswerEnd, new AnswerEndJudge()),
        (AnswerOperators.Choose, new ChooseJudge()),
        (AnswerOperators.TokenMask, new TokenMaskJudge()),
        (AnswerOperators.TokenText, new TokenTextJudge()),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> Movements() =>
    [
        ("CenterCropPad", new MovementJudge(AxisMovements.CenterCropPad)),
        ("Concat", new MovementJudge(BlockMovements.Concat)),
        ("DepthToSpace", new MovementJudge(BlockMovements.DepthToSpace)),
        ("Expand", new MovementJudge(AxisMovements.Expand)),
        ("Flatten", new MovementJudge(ShapeMovements.Flatten)),
        ("Frames", new MovementJudge(BlockMovements.Frames)),
        ("Pad", new MovementJudge(AxisMovements.Pad)),
        ("Reshape", new MovementJudge(ShapeMovements.Reshape)),
        ("Slice", new MovementJudge(AxisMovements.Slice)),
        ("SpaceToDepth", new MovementJudge(BlockMovements.SpaceToDepth)),
        ("Split", new MovementJudge(AxisMovements.Split)),
        ("Squeeze", new MovementJudge(ShapeMovements.Squeeze)),
        ("TensorScatter", new MovementJudge(BlockMovements.TensorScatter)),
        ("Tile", new MovementJudge(AxisMovements.Tile)),
        ("Transpose", new MovementJudge(BlockMovements.Transpose)),
        ("Trilu", new MovementJudge(AxisMovements.Trilu)),
        ("Unsqueeze", new MovementJudge(ShapeMovements.Unsqueeze)),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> Numbers() =>
    [
        ("Attention", new AttentionJudge()),
        ("AveragePool", new PoolJudge(isAverage: true)),
        ("BatchNorm", new BatchNormJudge()),
        ("CausalAttention", new CausalAttentionJudge()),
        ("Conv", new ConvJudge(ElementType.Float32)),
        ("ConvTranspose", new ConvTransposeJudge()),
        ("Embedding", new EmbeddingJudge(isByPosition: false)),
        ("ExpertLinear", new ExpertLinearJudge()),
        ("InstanceNorm", new StandardizeJudge(isPlane: true)),
        ("LayerNorm", new StandardizeJudge(isPlane: false)),
        ("Linear", new LinearJudge()),
        ("LogSoftmax", new SoftmaxJudge(isLogarithm: true)),
        ("MatMul", new MatMulJudge()),
        ("MaxPool", new MaxPoolJudge()),
        ("PositionEmbedding", new EmbeddingJudge(isByPosition: true)),
        ("QuantizeBlocks", new QuantizeBlocksJudge()),
        ("QuantizedExpertLinear", new QuantizedLinearJudge(hasExperts: true)),
        ("QuantizedLinear", new QuantizedLinearJudge(hasExperts: false)),
        ("RmsNorm", new RmsNormJudge()),
        ("Rope", new RopeJudge()),
        ("RotaryEmbedding", new RotaryEmbeddingJudge()),
        ("Softmax", new SoftmaxJudge(isLogarithm: false)),
        ("SumPool", new PoolJudge(isAverage: false)),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> WholeNumbers() =>
    [
        ("ConvInteger", new ConvJudge(ElementType.Int32)),
        ("DequantizeLinear", new QuantizedJudge()),
        ("FixedDiv", new ElementwiseJudge()),
        ("FixedConv", new ConvJudge(ElementType.Int64)),
        ("FixedLinear", new LinearJudge(isFixed: true)),
        ("FixedMatMul", new MatMulJudge(ElementType.Int64)),
        ("FixedScale", new FixedScaleJudge()),
        ("FixedSqrt", new ElementwiseJudge()),
        ("MatMulInteger", new MatMulJudge(ElementType.Int32)),
        ("QuantizeLinear", new QuantizedJudge()),
        ("Requantize", new QuantizedJudge()),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> Reductions() =>
    [
        ("ArgMax", new ArgJudge(isLargest: true)),
        ("ArgMin", new ArgJudge(isLargest: false)),
        ("CumProd", new CumulativeJudge(isProduct: true)),
        ("CumSum", new CumulativeJudge(isProduct: false)),
        ("ReduceL2", new ReduceJudge<NumberReducers.L2>()),
        ("ReduceMax", new ReduceJudge<NumberReducers.Max>()),
        ("ReduceMean", new ReduceJudge<NumberReducers.Mean>()),
        ("ReduceMin", new ReduceJudge<NumberReducers.Min>()),
        ("ReduceProd", new ReduceJudge<NumberReducers.Prod>()),
        ("ReduceSum", new ReduceJudge<NumberReducers.Sum>()),
        ("ReduceSumSquare", new ReduceJudge<NumberReducers.SumSquare>()),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> Choices() =>
    [
        ("Compress", new CompressJudge()),
        ("Gather", new GatherJudge()),
        ("GatherElements", new GatherElementsJudge()),
        ("GatherND", new GatherNdJudge()),
        ("MaxUnpool", new MaxUnpoolJudge()),
        ("NonZero", new NonZeroJudge()),
        ("OneHot", new OneHotJudge()),
        ("ReverseSequence", new ReverseSequenceJudge()),
        ("ScatterElements", new ScatterJudge(hasTuples: false)),
        ("ScatterND", new ScatterJudge(hasTuples: true)),
        ("TopK", new TopKJudge()),
    ];

    private static IEnumerable<(string Name, IJudge Judge)> Samplings() =>
    [
        ("AffineGrid", new AffineGridJudge()),
        ("Col2Im", new Col2ImJudge()),
        ("DeformConv", new DeformConvJudge()),
        ("Dft", new DftJudge()),
        ("GridSample", new GridSampleJudge()),
        ("Resize", new ResizeJudge()),
        ("RoiAlign", new RoiAlignJudge()),
    ];
}
