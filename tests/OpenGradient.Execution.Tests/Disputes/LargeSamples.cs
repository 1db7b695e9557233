using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>For each operator a step on about a million elements; smaller where the operator is not made for so many. A table: it is as long as the list of operators.</summary>
internal static class LargeSamples
{
    private const int None = Step.Absent;

    public static IEnumerable<(string Name, Func<SampleModel, int[]> Inputs, int OutputCount, string[] Attributes)> All() =>
    [
        .. Elementwise(),
        .. Products(),
        .. Rows(),
        .. Movements(),
        .. Samplings(),
        .. Others(),
    ];

    private static IEnumerable<(string, Func<SampleModel, int[]>, int, string[])> Elementwise()
    {
        string[] unary =
        [
            "Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Clip", "Cos", "Cosh", "Elu", "Erf", "Exp", "Floor", "Gelu", "GeluTanh", "LeakyRelu",
            "Log", "Neg", "Reciprocal", "Relu", "Round", "Sigmoid", "Sign", "Silu", "Sin", "Sinh", "Softplus", "Sqrt", "Tan", "Tanh",
        ];
        foreach (string name in unary)
            yield return One(name, static m => [m.Floats(1024, 1024)]);
        foreach (string name in (string[])["Add", "Sub", "Mul", "Div", "Max", "Min", "Pow", "Equal", "Less", "LessOrEqual", "Mod"])
            yield return One(name, static m => [m.Floats(1024, 1024), m.Floats(1024, 1024)], name == "Mod" ? ["fmod=1"] : []);
        foreach (string name in (string[])["And", "Or", "Xor"])
            yield return One(name, static m => [Zeros(m, ElementType.Bool, 1024, 1024), Zeros(m, ElementType.Bool, 1024, 1024)]);
        yield return One("Not", static m => [Zeros(m, ElementType.Bool, 1024, 1024)]);
        yield return One("Where", static m => [Zeros(m, ElementType.Bool, 1024, 1024), m.Floats(1024, 1024), m.Floats(1024, 1024)]);
        yield return One("Cast", static m => [m.Floats(1024, 1024)], "to=i64");
        yield return One("CastLike", static m => [m.Floats(1024, 1024), Zeros(m, ElementType.Int64, 1024, 1024)]);
        yield return One("BitCast", static m => [m.Floats(1024, 1024)], "to=i32");
        foreach (string name in (string[])["BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitShift"])
            yield return One(name, static m => [Zeros(m, ElementType.UInt64, 1024, 1024), Zeros(m, ElementType.UInt64, 1024, 1024)]);
        yield return One("BitwiseNot", static m => [Zeros(m, ElementType.Int64, 1024, 1024)]);
        yield return One("FixedDiv", static m => [Zeros(m, ElementType.Int64, 1024, 1024), Zeros(m, ElementType.Int64, 1024, 1024)]);
        yield return One("FixedScale", static m => [Zeros(m, ElementType.Int64, 1024, 1024), Zeros(m, ElementType.Int64, 1024), Zeros(m, ElementType.Int16, 65536)], "shift=16");
        yield return One("QuantizeLinear", static m => [m.Floats(1024, 1024), m.Floats(1024), Zeros(m, ElementType.UInt8, 1024)]);
        yield return One("DequantizeLinear", static m => [Zeros(m, ElementType.UInt8, 1024, 1024), m.Floats(1024)]);
        yield return One("Requantize", static m => [Zeros(m, ElementType.Int32, 1024, 1024), m.Floats(1024)]);
        yield return One("BatchNorm", static m => [m.Floats(4, 256, 32, 32), m.Weights(256), m.Weights(256), m.Weights(256), m.Constant(Empty(ElementType.Float32, [256]))]);
    }

    private static IEnumerable<(string, Func<SampleModel, int[]>, int, string[])> Products()
    {
        yield return One("Linear", static m => [m.Floats(256, 4096), m.Weights(256, 4096), m.Weights(256)]);
        yield return One("MatMul", static m => [m.Floats(1024, 1024), m.Floats(1024, 1024)]);
        yield return One("MatMulInteger", static m => [Zeros(m, ElementType.UInt8, 1024, 1024), Zeros(m, ElementType.Int8, 1024, 1024), Zeros(m, ElementType.UInt8, 1024), Zeros(m, ElementType.Int8, 1024)]);
        yield return One("FixedSqrt", static m => [Zeros(m, ElementType.Int64, 1024, 1024)], "shift=8");
        yield return One("FixedMatMul", static m => [Zeros(m, ElementType.Int16, 256, 4096), Zeros(m, ElementType.Int16, 4096, 256)]);
        yield return One("FixedLinear", static m => [Zeros(m, ElementType.Int16, 256, 4096), m.Constant(Empty(ElementType.Int8, [256, 4096])), m.Constant(Empty(ElementType.Int64, [256]))]);
        yield return One("Conv", static m => [m.Floats(1, 256, 64, 64), m.Weights(256, 256, 3, 3), m.Weights(256)], "pads=1,1,1,1");
        yield return One("ConvInteger", static m => [Zeros(m, ElementType.UInt8, 1, 256, 64, 64), Zeros(m, ElementType.UInt8, 256, 256, 3, 3)]);
        yield return One("FixedConv", static m => [Zeros(m, ElementType.Int16, 1, 256, 64, 64), m.Constant(Empty(ElementType.Int8, [256, 256, 3, 3]))]);
        yield return One("ConvTranspose", static m => [m.Floats(1, 256, 64, 64), m.Weights(256, 256, 3, 3)], "strides=2,2");
        yield return One("DeformConv", static m => [m.Floats(1, 256, 64, 64), m.Weights(256, 256, 3, 3), m.Floats(1, 18, 62, 62), m.Weights(256), m.Floats(1, 9, 62, 62)]);
        yield return One("Einsum", static m => [m.Floats(8, 512, 256), m.Floats(8, 256, 512)], "equation=bij,bjk->bik");
        yield return One("Attention", static m => [m.Floats(1, 16, 512, 128), m.Floats(1, 16, 512, 128), m.Floats(1, 16, 512, 128), m.Floats(512, 512)], "causal=1");
        yield return One("CausalAttention", static m => [m.Floats(512, 2048), m.Floats(512, 2048), m.Floats(512, 2048)], "heads=16", "kvHeads=16", "headDim=128");
        yield return One("LinearAttention", static m => [m.Floats(1, 512, 2048), m.Floats(1, 512, 2048), m.Floats(1, 512, 2048), m.Floats(1, 16, 128, 128), m.Floats(1, 512, 2048), m.Floats(1, 512, 16)], 2, "heads=16", "kvHeads=16");
        yield return One("RotaryEmbedding", static m => [m.Floats(1, 16, 512, 128), m.Floats(512, 64), m.Floats(512, 64), Zeros(m, ElementType.Int64, 1, 512)]);
        yield return One("Rope", static m => [m.Floats(512, 2048)], "headDim=128", "base=0x461c4000");
        yield return One("QuantizeBlocks", static m => [m.Floats(256, 4096)], 2);
        yield return One("QuantizedLinear", static m => [Zeros(m, ElementType.Int8, 256, 4096), m.Floats(256, 128), m.Blocks("q8_0", 256, 4096), m.Weights(256)]);
        yield return One("QuantizedExpertLinear", static m => [Zeros(m, ElementType.Int8, 256, 4096), m.Floats(256, 128), Zeros(m, ElementType.Int64, 256, 2), m.Blocks("q8_0", 4, 128, 4096)]);
        yield return One("ExpertLinear", static m => [m.Floats(256, 4096), Zeros(m, ElementType.Int64, 256, 2), m.Weights(4, 64, 4096)]);
        yield return One("PositionEmbedding", static m => [m.Weights(16384, 64), m.Input(Empty(ElementType.Int32, [16384]))]);
        yield return One("Embedding", static m => [m.Weights(16384, 64), m.Input(Empty(ElementType.Int32, [16384]))]);
        yield return One("Lstm", static m => [m.Floats(20, 1, 256), m.Weights(1, 1024, 256), m.Weights(1, 1024, 256), m.Weights(1, 2048)]);
        yield return One("Gru", static m => [m.Floats(20, 1, 256), m.Weights(1, 768, 256), m.Weights(1, 768, 256), m.Weights(1, 1536)]);
        yield return One("Rnn", static m => [m.Floats(20, 1, 512), m.Weights(1, 512, 512), m.Weights(1, 512, 512), m.Weights(1, 1024)]);
    }

    private static IEnumerable<(string, Func<SampleModel, int[]>, int, string[])> Rows()
    {
        foreach (string name in (string[])["ReduceSum", "ReduceProd", "ReduceMax", "ReduceMin", "ReduceMean", "ReduceL2", "ReduceSumSquare"])
            yield return One(name, static m => [m.Floats(1024, 1024), m.Longs(0)]);
        yield return One("ArgMax", static m => [m.Floats(1024, 1024)], "axis=0");
        yield return One("ArgMin", static m => [m.Floats(1024, 1024)], "axis=0");
        yield return One("CumSum", static m => [m.Floats(1024, 1024), m.Longs(0)]);
        yield return One("CumProd", static m => [m.Floats(1024, 1024), m.Longs(0)]);
        yield return One("Softmax", static m => [m.Floats(8, 131072)]);
        yield return One("LogSoftmax", static m => [m.Floats(8, 131072)]);
        yield return One("LayerNorm", static m => [m.Floats(256, 64, 64), m.Weights(64, 64), m.Weights(64, 64)], 3, "axis=1");
        yield return One("RmsNorm", static m => [m.Floats(256, 4096), m.Weights(4096)]);
        yield return One("InstanceNorm", static m => [m.Floats(4, 64, 64, 64), m.Weights(64), m.Weights(64)]);
        yield return One("TopK", static m => [m.Floats(8, 131072), m.Longs(40)], 2);
        yield return One("NonZero", static m => [m.Floats(64, 1024)]);
        yield return One("Compress", static m => [m.Floats(1048576), Ones(m, 1048576)]);
    }

    private static IEnumerable<(string, Func<SampleModel, int[]>, int, string[])> Movements()
    {
        yield return One("Concat", static m => [m.Floats(512, 1024), m.Floats(512, 1024)]);
        yield return One("Split", static m => [m.Floats(1024, 1024)], 4, "axis=1");
        yield return One("Slice", static m => [m.Floats(1024, 1024), m.Longs(1, 1), m.Longs(1000, 1000)]);
        yield return One("Gather", static m => [m.Floats(1024, 1024), Zeros(m, ElementType.Int64, 1024)], "axis=1");
        yield return One("GatherElements", static m => [m.Floats(1024, 1024), Zeros(m, ElementType.Int64, 1024, 1024)]);
        yield return One("GatherND", static m => [m.Floats(1024, 1024), Zeros(m, ElementType.Int64, 262144, 2)]);
        yield return One("ScatterElements", static m => [m.Floats(1024, 1024), Zeros(m, ElementType.Int64, 1024, 1024), m.Floats(1024, 1024)]);
        yield return One("ScatterND", static m => [m.Floats(1024, 1024), Zeros(m, ElementType.Int64, 1024, 1), m.Floats(1024, 1024)]);
        yield return One("TensorScatter", static m => [m.Floats(8, 16, 512, 64), m.Floats(8, 16, 1, 64), Zeros(m, ElementType.Int64, 8)]);
        yield return One("Transpose", static m => [m.Floats(1024, 1024)]);
        yield return One("Reshape", static m => [m.Floats(1024, 1024), m.Longs(-1)]);
        yield return One("Flatten", static m => [m.Floats(64, 16, 1024)]);
        yield return One("Squeeze", static m => [m.Floats(1, 1024, 1024)]);
        yield return One("Unsqueeze", static m => [m.Floats(1024, 1024), m.Longs(0)]);
        yield return One("Expand", static m => [m.Floats(1024, 1), m.Longs(1024, 1024)]);
        yield return One("Tile", static m => [m.Floats(512, 512), m.Longs(2, 2)]);
        yield return One("Pad", static m => [m.Floats(1000, 1000), m.Longs(1, 1, 1, 1)]);
        yield return One("CenterCropPad", static m => [m.Floats(1024, 1024), m.Longs(1000, 1030)]);
        yield return One("Trilu", static m => [m.Floats(1024, 1024)]);
        yield return One("DepthToSpace", static m => [m.Floats(1, 256, 64, 64)], "blocksize=2");
        yield return One("SpaceToDepth", static m => [m.Floats(1, 64, 128, 128)], "blocksize=2");
        yield return One("ReverseSequence", static m => [m.Floats(8, 131072), Ones64(m, 131072)]);
        yield return One("Frames", static m => [m.Floats(1, 1048576, 1), m.Longs(160), m.Longs(400)]);
        yield return One("OneHot", static m => [Zeros(m, ElementType.Int64, 1048576), m.Longs(8), m.Floats(2)]);
        yield return One("MaxUnpool", static m => [m.Floats(1, 64, 128, 128), Zeros(m, ElementType.Int64, 1, 64, 128, 128)], "kernel_shape=2,2", "strides=2,2");
        yield return One("Shape", static m => [m.Floats(1024, 1024)]);
        yield return One("Range", static m => [Number(m, 0), Number(m, 1048576), Number(m, 1)]);
    }

    private static IEnumerable<(string, Func<SampleModel, int[]>, int, string[])> Samplings()
    {
        yield return One("MaxPool", static m => [m.Floats(1, 64, 128, 128)], 2, "kernel_shape=3,3", "strides=2,2");
        yield return One("AveragePool", static m => [m.Floats(1, 64, 128, 128)], "kernel_shape=3,3", "strides=2,2");
        yield return One("SumPool", static m => [m.Floats(1, 64, 128, 128)], "kernel_shape=3,3", "strides=2,2");
        yield return One("Resize", static m => [m.Floats(1, 64, 128, 128), None, None, m.Longs(1, 64, 70, 70)], "mode=cubic", "antialias=1");
        yield return One("GridSample", static m => [m.Floats(1, 64, 128, 128), m.Floats(1, 128, 128, 2)], "mode=cubic", "padding_mode=border");
        yield return One("AffineGrid", static m => [m.Floats(8, 2, 3), m.Longs(8, 1, 256, 256)]);
        yield return One("RoiAlign", static m => [m.Floats(1, 64, 128, 128), m.Input(Tensor.Create<float>(ElementType.Float32, [2, 4], [1, 2, 90, 120, 5, 3, 60, 70])), Zeros(m, ElementType.Int64, 2)], "output_height=7", "output_width=7");
        yield return One("Col2Im", static m => [m.Floats(1, 576, 1764), m.Longs(44, 44), m.Longs(3, 3)]);
    }

    private static IEnumerable<(string, Func<SampleModel, int[]>, int, string[])> Others()
    {
        yield return One("TreeEnsemble", Trees);
        yield return One("Det", static m => [m.Floats(4, 256, 256)]);
        yield return One("Dft", static m => [m.Floats(1, 65536, 1), None, m.Longs(1)]);
        yield return One("CosineWindow", static m => [m.Longs(65536)], "form=hann");
        yield return One("MelWeights", static m => [m.Longs(80), m.Longs(512), m.Longs(16000), Number(m, 0), Number(m, 8000)]);
        yield return One("NonMaxSuppression", static m => [m.Floats(1, 2000, 4), m.Floats(1, 4, 2000), m.Longs(10)]);
        yield return One("Unique", static m => [m.Floats(65536)], 4);
        yield return One("TfIdf", static m => [Zeros(m, ElementType.Int64, 65536), m.Constant(Empty(ElementType.Int64, [1])), m.Constant(Empty(ElementType.Int64, [1])), m.Constant(Empty(ElementType.Int64, [1]))]);
    }

    /// <summary>A thousand complete trees of a thousand nodes.</summary>
    private static int[] Trees(SampleModel m)
    {
        const int Trees = 1000;
        const int Nodes = 1023;
        long Child(int tree, int node, int side) => (2 * node) + 1 + side < Nodes ? (tree * Nodes) + (2 * node) + 1 + side : -1 - ((tree * (Nodes + 1)) + (2 * node) + 1 + side - Nodes);
        int List(IEnumerable<long> numbers) => m.Constant(Tensor.Create<long>(ElementType.Int64, [numbers.Count()], numbers.ToArray()));
        IEnumerable<long> Of(Func<int, int, long> number) => [.. Enumerable.Range(0, Trees * Nodes).Select(index => number(index / Nodes, index % Nodes))];
        return
        [
            m.Floats(64, 100),
            List([.. Enumerable.Range(0, Trees).Select(static tree => (long)tree * Nodes)]),
            List(Of(static (_, _) => 0)),
            List(Of(static (tree, node) => (tree + node) % 100)),
            List(Of((tree, node) => Child(tree, node, 0))),
            List(Of((tree, node) => Child(tree, node, 1))),
            List([.. Enumerable.Repeat(0L, Trees * (Nodes + 1))]),
            m.Weights(Trees * Nodes),
            m.Weights(Trees * (Nodes + 1)),
        ];
    }

    private static (string, Func<SampleModel, int[]>, int, string[]) One(string name, Func<SampleModel, int[]> inputs, params string[] attributes) => (name, inputs, 1, attributes);

    private static (string, Func<SampleModel, int[]>, int, string[]) One(string name, Func<SampleModel, int[]> inputs, int outputs, params string[] attributes) => (name, inputs, outputs, attributes);

    private static int Zeros(SampleModel model, ElementType type, params long[] shape) => model.Input(Empty(type, shape));

    private static int Ones(SampleModel model, int count) => model.Input(new Tensor(ElementType.Bool, [count], [.. Enumerable.Repeat((byte)1, count)]));

    private static int Ones64(SampleModel model, int count) => model.Input(Tensor.Create<long>(ElementType.Int64, [count], [.. Enumerable.Repeat(1L, count)]));

    private static int Number(SampleModel model, float number) => model.Input(Tensor.Create<float>(ElementType.Float32, [], [number]));

    private static Tensor Empty(ElementType type, long[] shape) => new(type, [.. shape], new byte[Tensor.CountElements([.. shape]) * type.SizeBytes()]);
}
