using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>For each operator with a judge of its own, models of one step that show its cases. A table: it is as long as the list of operators.</summary>
internal static class OperatorSamples
{
    private const int None = Step.Absent;

    public static IEnumerable<string> Names => All().Select(static sample => sample.Name).Distinct();

    public static IEnumerable<(string Name, SampleModel Model)> All()
    {
        string[] unary =
        [
            "Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Clip", "Cos", "Cosh", "Elu", "Erf", "Exp", "Floor", "Gelu", "GeluTanh", "LeakyRelu",
            "Log", "Neg", "Reciprocal", "Relu", "Round", "Sigmoid", "Sign", "Silu", "Sin", "Sinh", "Softplus", "Sqrt", "Tan", "Tanh",
        ];
        foreach (string name in unary)
            yield return One(name, static m => [m.Floats(2, 300)]);
        foreach (string name in (string[])["Add", "Sub", "Mul", "Div", "Max", "Min", "Pow", "Equal", "Less", "LessOrEqual"])
            yield return One(name, static m => [m.Floats(3, 1, 5), m.Floats(4, 1)]);
        yield return One("Mod", static m => [m.Floats(7), m.Floats(7)], "fmod=1");
        foreach (string name in (string[])["And", "Or", "Xor"])
            yield return One(name, static m => [Flags(m, 3, 4), Flags(m, 4)]);
        yield return One("Not", static m => [Flags(m, 5)]);
        yield return One("Where", static m => [Flags(m, 4), m.Floats(3, 4), m.Floats(1)]);
        yield return One("Cast", static m => [m.Floats(9)], "to=i64");
        yield return One("CastLike", static m => [m.Floats(9), m.Longs(1)]);
        foreach (string name in (string[])["BitwiseAnd", "BitwiseOr", "BitwiseXor"])
            yield return One(name, static m => [m.Longs(5, 6, -7), m.Longs(3)]);
        yield return One("BitwiseNot", static m => [m.Longs(5, 6, -7)]);
        yield return One("BitShift", static m => [Bytes(m, 5, 6, 7), Bytes(m, 1, 2, 1)], "direction=left");
        foreach ((string Name, SampleModel Model) sample in Numeric().Concat(Moving()).Concat(Reducing()))
            yield return sample;
    }

    private static IEnumerable<(string Name, SampleModel Model)> Numeric()
    {
        yield return One("Linear", static m => [m.Floats(3, 37), m.Weights(5, 37), m.Weights(5)]);
        yield return One("MatMul", static m => [m.Floats(2, 1, 3, 21), m.Floats(4, 21, 5)]);
        yield return One("MatMul", static m => [m.Floats(21), m.Floats(21, 5)]);
        yield return One("Conv", static m => [m.Floats(2, 4, 7, 6), m.Weights(6, 2, 3, 2), m.Weights(6)], "group=2", "pads=1,0,1,1", "strides=2,1", "dilations=1,2");
        yield return One("Conv", static m => [m.Floats(1, 2, 9), m.Floats(3, 2, 4)], "auto_pad=same_lower", "strides=2");
        yield return One("ConvTranspose", static m => [m.Floats(1, 4, 3, 4), m.Weights(4, 3, 3, 2), m.Weights(6)], "group=2", "strides=2,1", "pads=1,0,0,1", "output_padding=1,0");
        yield return One("MaxPool", static m => [m.Floats(1, 2, 7, 5)], "kernel_shape=3,2", "strides=2,2", "pads=1,1,1,1", "ceil_mode=1");
        yield return One("AveragePool", static m => [m.Floats(1, 2, 7, 5)], "kernel_shape=3,3", "strides=2,1", "pads=1,1,1,1", "count_include_pad=1");
        yield return One("AveragePool", static m => [m.Floats(1, 2, 9)], "kernel_shape=4", "auto_pad=same_upper", "strides=2");
        yield return One("Conv", static m => [m.Floats(1, 2, 5, 4, 3), m.Weights(3, 2, 2, 3, 2)], "pads=1,0,1,0,1,0", "strides=2,1,1");
        yield return One("ConvTranspose", static m => [m.Floats(1, 2, 3, 2, 4), m.Weights(2, 3, 2, 2, 3), m.Weights(3)], "strides=2,1,2", "pads=1,0,0,0,0,1");
        yield return One("ConvTranspose", static m => [m.Floats(1, 2, 3, 3), m.Weights(2, 2, 3, 3)], "output_shape=10,8", "strides=3,2");
        yield return One("MaxPool", static m => [m.Floats(1, 2, 5, 4, 4)], "kernel_shape=2,2,3", "dilations=2,1,1");
        yield return One("MaxPool", static m => [m.Floats(1, 2, 5, 4)], 2, "kernel_shape=2,3", "pads=1,0,0,1");
        yield return One("AveragePool", static m => [m.Floats(1, 2, 5, 4, 4)], "kernel_shape=2,2,3", "pads=1,0,1,0,1,0", "count_include_pad=1");
        yield return One("Softmax", static m => [m.Floats(2, 40)]);
        yield return One("Softmax", static m => [m.Floats(2, 19, 3)], "axis=1");
        yield return One("LogSoftmax", static m => [m.Floats(3, 23)]);
        yield return One("LayerNorm", static m => [m.Floats(2, 3, 18), m.Weights(18), m.Weights(18)]);
        yield return One("LayerNorm", static m => [m.Floats(2, 3, 6), m.Weights(3, 6)], "axis=1");
        yield return One("LayerNorm", static m => [m.Floats(2, 3, 6), m.Weights(1, 6), m.Weights(3, 1)], 3, "axis=1");
        yield return One("RmsNorm", static m => [m.Floats(2, 3, 6), m.Weights(6)], "axis=1");
        yield return One("InstanceNorm", static m => [m.Floats(2, 3, 4, 5), m.Weights(3), m.Weights(3)]);
        yield return One("BatchNorm", static m => [m.Floats(2, 3, 4), m.Weights(3), m.Weights(3), m.Weights(3), m.Constant(Tensor.Create<float>(ElementType.Float32, [3], [1f, 2f, 0.5f]))]);
        yield return One("RmsNorm", static m => [m.Floats(2, 40), m.Weights(20)], "epsilon=0x3727c5ac");
        yield return One("Rope", static m => [m.Floats(5, 24)], "headDim=8", "dimensions=6", "form=halves", "base=0x461c4000");
        yield return One("Rope", static m => [m.Floats(5, 16), m.Constant(Tensor.Create<float>(ElementType.Float32, [4], [1f, 2f, 3f, 4f]))], "headDim=8", "form=interleaved", "base=0x461c4000");
        yield return One("CausalAttention", static m => [m.Floats(6, 32), m.Floats(6, 16), m.Floats(6, 16)], "heads=4", "kvHeads=2", "headDim=8", "scale=0x3eb504f3");
        yield return One("CausalAttention", static m => [m.Floats(20, 16), m.Floats(20, 16), m.Floats(20, 16)], "heads=2", "headDim=8", "softcap=0x40000000", "window=7");
        yield return One("Rope", static m => [m.Floats(5, 16)], "headDim=16", "base=0x461c4000", "factor=0x40800000", "yarn=64", "magnitude=0x3f8ccccd");
        yield return One("QuantizeBlocks", static m => [m.Floats(3, 64)], 2);
        foreach (string encoding in (string[])["q8_0", "q4_1", "q4_k", "q6_k"])
        {
            int depth = encoding.EndsWith('k') ? 512 : 96;
            yield return One("QuantizedLinear", m => [Typed(m, ElementType.Int8, 2, depth), m.Floats(2, depth / 32), m.Blocks(encoding, 5, depth), m.Weights(5)]);
            yield return One("QuantizedExpertLinear", m => [Typed(m, ElementType.Int8, 2, depth), m.Floats(2, depth / 32), Experts(m), m.Blocks(encoding, 3, 5, depth)]);
        }

        yield return One("ExpertLinear", static m => [m.Floats(2, 7), Experts(m), m.Weights(3, 5, 7)]);
        yield return One("ExpertLinear", static m => [m.Floats(2, 2, 7), Experts(m), m.Weights(3, 5, 7)]);
        yield return One("PositionEmbedding", static m => [m.Weights(10, 6), m.Input(Tensor.Create<int>(ElementType.Int32, [4], [3, 0, 9, 3]))]);
        yield return One("Embedding", static m => [m.Weights(10, 6), m.Input(Tensor.Create<int>(ElementType.Int32, [4], [3, 0, 9, 3]))]);
        foreach ((string Name, SampleModel Model) sample in Quantised().Concat(Sampling()).Concat(Attentions()))
            yield return sample;
        yield return One("Lstm", static m => [m.Floats(3, 2, 4), m.Weights(1, 12, 4), m.Weights(1, 12, 3), m.Weights(1, 24)]);
        yield return One(
            "Lstm", static m => [m.Floats(5, 2, 4), m.Weights(2, 12, 4), m.Weights(2, 12, 3), m.Weights(2, 24), m.Floats(2, 2, 3), m.Floats(2, 2, 3), None, m.Weights(2, 9)], 3, "direction=bidirectional", "clip=0x3f000000");
        yield return One("Gru", static m => [m.Floats(3, 2, 4), m.Weights(1, 9, 4), m.Weights(1, 9, 3)], 2, "direction=reverse");
        yield return One("Gru", static m => [m.Floats(4, 2, 4), m.Weights(2, 9, 4), m.Weights(2, 9, 3), m.Weights(2, 18)], 2, "direction=bidirectional", "linear_before_reset=1", "activations=sigmoid,relu,sigmoid,elu");
        yield return One("Rnn", static m => [m.Floats(6, 2, 4), m.Weights(1, 3, 4), m.Weights(1, 3, 3), m.Weights(1, 6), m.Floats(1, 2, 3)]);
        yield return One("Det", static m => [m.Floats(5, 7, 7)]);
        yield return One("Det", static m => [m.Input(Tensor.Create<double>(ElementType.Float64, [2, 3, 3], [0, 1, 2, 0, 3, 4, 0, 5, 6, 1, double.NaN, 3, -4, 5, 6, 7, 8, double.PositiveInfinity]))]);
        yield return One("Unique", static m => [m.Input(Tensor.Create<float>(ElementType.Float32, [9], [2, -1, 0, 2, -0f, float.NaN, -1, float.NaN, 7]))], 4);
        yield return One("Unique", static m => [m.Longs(5, 3, 5, 4, 3, 3)], 4, "sorted=0");
        yield return One("Unique", static m => [Typed(m, ElementType.Int8, 2, 5, 3)], 4, "axis=1");
        yield return One("NonMaxSuppression", static m => [m.Floats(2, 30, 4), m.Floats(2, 3, 30), m.Longs(4), m.Input(Tensor.Create<float>(ElementType.Float32, [1], [0.2f])), m.Input(Tensor.Create<float>(ElementType.Float32, [], [-0.5f]))]);
        yield return One("NonMaxSuppression", static m => [m.Floats(1, 12, 4), m.Floats(1, 1, 12), m.Longs(9)], "center_point_box=1");
        foreach (string mode in (string[])["tf", "idf", "tfidf"])
            yield return Sequences(mode);
        yield return One("CosineWindow", static m => [m.Longs(9)], "form=blackman", "periodic=0");
        yield return One("MelWeights", static m => [m.Longs(8), m.Longs(32), m.Longs(8000), Scalar(m, 100), Scalar(m, 3000)]);
        foreach (string direction in (string[])["forward", "reverse", "bidirectional"])
            yield return Ragged(direction);
        yield return One("Lstm", static m => [m.Floats(3, 2, 4), m.Weights(1, 12, 4), m.Weights(1, 12, 3)], 3, "input_forget=1", "activations=hardsigmoid,softsign,scaledtanh", "activation_beta=,,0x3f000000");
        yield return One("Gru", static m => [m.Floats(3, 2, 4), m.Weights(1, 9, 4), m.Weights(1, 9, 3), None, None, m.Input(Tensor.Create<int>(ElementType.Int32, [2], [3, 0]))], 2, "activations=affine,thresholdedrelu", "activation_alpha=0x3e800000,0x3c23d70a");
        yield return One("Rnn", static m => [m.Floats(0, 2, 4), m.Weights(1, 3, 4), m.Weights(1, 3, 3), None, m.Floats(1, 2, 3)], 2);
        yield return One("Rnn", static m => [m.Floats(3, 2, 4), Half(m, 1, 3, 4), Half(m, 1, 3, 3)], 2);
        yield return One("Range", static m => [m.Longs(9), m.Longs(-5), m.Longs(-3)]);
        yield return One("Range", static m => [Scalar(m, 1), Scalar(m, 9), Scalar(m, 2)]);
    }

    private static IEnumerable<(string Name, SampleModel Model)> Quantised()
    {
        yield return One("QuantizeLinear", static m => [m.Floats(2, 3, 5), m.Floats(3), Typed(m, ElementType.Int8, 3)]);
        yield return One("QuantizeLinear", static m => [m.Floats(2, 6), m.Floats(2, 3)], "block=2", "to=u8");
        yield return One("DequantizeLinear", static m => [Typed(m, ElementType.UInt8, 2, 3, 4), m.Floats(3)]);
        yield return One("Requantize", static m => [Typed(m, ElementType.Int32, 2, 3, 4), m.Floats(3)], "to=i8", "relu=1");
        yield return One("MatMulInteger", static m => [Typed(m, ElementType.UInt8, 3, 20), Typed(m, ElementType.Int8, 20, 4), Typed(m, ElementType.UInt8, 3), Typed(m, ElementType.Int8, 4)]);
        yield return One("ConvInteger", static m => [Typed(m, ElementType.UInt8, 1, 4, 5, 5), Typed(m, ElementType.UInt8, 6, 2, 3, 3), Typed(m, ElementType.UInt8, 1)], "group=2", "pads=1,1,1,1");
        yield return One("FixedLinear", static m => [Typed(m, ElementType.Int16, 3, 20), Fixed(m, ElementType.Int8, 4, 20), Fixed(m, ElementType.Int64, 4)]);
        yield return One("FixedMatMul", static m => [Typed(m, ElementType.Int16, 2, 3, 20), Typed(m, ElementType.Int16, 20, 4)]);
        yield return One("FixedSqrt", static m => [m.Longs(5, -600, 70000)], "shift=8");
        yield return One("FixedConv", static m => [Typed(m, ElementType.Int16, 1, 2, 5, 5), Fixed(m, ElementType.Int8, 3, 2, 3, 3)], "pads=1,0,1,0");
        yield return One("FixedScale", static m => [m.Longs(5, -600, 70000), m.Longs(1 << 20, 77, 1 << 30)], "shift=16");
        yield return One("FixedDiv", static m => [m.Longs(5, -600, 70000), m.Longs(7)], "shift=8");
        yield return One("MatMul", static m => [Typed(m, ElementType.Float64, 3, 20), Typed(m, ElementType.Float64, 20, 4)]);
        yield return One("MatMul", static m => [m.Longs(1, 2, 3), m.Longs(4, 5, -6)]);
        yield return One("ReduceMean", static m => [Typed(m, ElementType.Float64, 3, 40), m.Longs(1)]);
        yield return One("CumProd", static m => [m.Floats(3, 20), m.Longs(1)], "exclusive=1");
        yield return One("ArgMax", static m => [Typed(m, ElementType.UInt8, 3, 20)], "axis=1");
        yield return One("BitCast", static m => [m.Floats(5)], "to=i32");
        yield return One("Cast", static m => [m.Floats(9)], "to=f8e4m3fn", "saturate=0");
        yield return One("Cast", static m => [m.Floats(9)], "to=f8e8m0", "round_mode=nearest");
        yield return One("Elu", static m => [m.Floats(2, 30)], "alpha=0x3e800000");
        yield return One("LeakyRelu", static m => [m.Floats(2, 30)], "alpha=0x3e800000");
        yield return One("CastLike", static m => [m.Floats(9), Typed(m, ElementType.Float8E5M2, 1)], "saturate=0");
        yield return One("Clip", static m => [m.Floats(9)], "low=0xbe800000", "high=0x3f000000");
        yield return One("DequantizeLinear", static m => [Typed(m, ElementType.Int8, 2, 3, 4), m.Floats(4)], "axis=2");
        yield return One("QuantizeLinear", static m => [m.Floats(2, 3), m.Floats(2)], "axis=0", "to=f8e4m3fn", "saturate=0");
        yield return One("Requantize", static m => [Typed(m, ElementType.Int32, 2, 3), m.Floats(2)], "axis=0", "to=i8");
        yield return One("FixedConv", static m => [Typed(m, ElementType.Int16, 1, 2, 5, 5), Fixed(m, ElementType.Int8, 4, 1, 3, 3)], "group=2");
        yield return One("FixedScale", static m => [m.Input(Small(ElementType.Int64, [3, 2])), m.Longs(1 << 20, 77, 1 << 30)], "axis=0", "shift=16");
    }

    private static IEnumerable<(string Name, SampleModel Model)> Sampling()
    {
        yield return One("SumPool", static m => [m.Floats(1, 2, 7, 5)], "kernel_shape=3,2", "strides=2,2", "pads=1,1,1,1");
        yield return One("MaxPool", static m => [Typed(m, ElementType.UInt8, 1, 2, 7, 5)], 2, "kernel_shape=3,2", "strides=2,2", "storage_order=1");
        yield return One("MaxUnpool", static m => [m.Floats(1, 1, 2, 2), m.Input(Tensor.Create<long>(ElementType.Int64, [1, 1, 2, 2], [5, 7, 13, 15]))], "kernel_shape=2,2", "strides=2,2");
        yield return One("ConvTranspose", static m => [m.Floats(1, 2, 5), m.Weights(2, 2, 3)], "auto_pad=same_upper", "strides=2");
        yield return One("Resize", static m => [m.Floats(1, 2, 5, 4), None, m.Input(Tensor.Create<float>(ElementType.Float32, [4], [1, 1, 1.7f, 0.6f]))], "mode=cubic", "antialias=1");
        yield return One("Resize", static m => [m.Floats(1, 2, 5, 4), None, None, m.Longs(1, 2, 8, 3)], "mode=linear", "coordinates=align_corners");
        yield return One("Resize", static m => [m.Floats(3, 5), None, None, m.Longs(7, 4)], "nearest_mode=floor");
        yield return One("Resize", static m => [m.Floats(1, 2, 5, 4), None, None, m.Longs(1, 2, 8, 7)], "mode=cubic", "cubic_coeff_a=0xbf000000", "exclude_outside=1");
        yield return One("Resize", static m => [m.Floats(1, 2, 5, 4), None, None, m.Longs(8, 3)], "mode=linear", "axes=2,3", "keep_aspect_ratio_policy=not_smaller");
        yield return One("Resize", static m => [m.Floats(4, 5), Region(m, 0, 0.2f, 1.3f, 0.8f), None, m.Longs(7, 4)], "mode=linear", "coordinates=tf_crop_and_resize", "extrapolation_value=0x40a00000");
        yield return One("GridSample", static m => [m.Floats(2, 3, 5, 4), m.Floats(2, 3, 3, 2)], "mode=cubic", "padding_mode=reflection");
        yield return One("GridSample", static m => [m.Floats(1, 2, 3, 5, 4), m.Floats(1, 2, 3, 3, 3)]);
        yield return One("RoiAlign", static m => [m.Floats(2, 3, 8, 8), Regions(m), m.Longs(1, 0)], "output_height=2", "output_width=3", "spatial_scale=0x3f000000");
        yield return One("RoiAlign", static m => [m.Floats(2, 3, 8, 8), Regions(m), m.Longs(1, 0)], "output_height=2", "output_width=2", "mode=max", "half_pixel=0", "sampling_ratio=2");
        yield return One("DeformConv", static m => [m.Floats(1, 2, 5, 5), m.Weights(3, 2, 2, 2), m.Floats(1, 8, 4, 4), m.Weights(3), m.Floats(1, 4, 4, 4)]);
        yield return One("AffineGrid", static m => [m.Floats(2, 2, 3), m.Longs(2, 1, 3, 4)]);
        yield return One("Einsum", static m => [m.Floats(2, 3, 4), m.Floats(2, 4, 5)], "equation=bij,bjk->bki");
        yield return One("Einsum", static m => [m.Floats(2, 4, 4)], "equation=...ii->...");
        yield return One("Einsum", static m => [m.Floats(3, 4), m.Floats(3, 5)], "equation=ij,ik->");
        yield return Trees();
        yield return One("Dft", static m => [m.Floats(2, 12, 3, 1), None, m.Longs(1)]);
        yield return One("Dft", static m => [m.Floats(2, 9, 1), m.Longs(10)], "onesided=1");
        yield return One("Dft", static m => [m.Floats(2, 5, 7, 2), m.Longs(30)], "axis=1", "inverse=1");
        yield return One("Dft", static m => [m.Floats(3, 6, 2)], "onesided=1", "inverse=1");
        yield return One("Dft", static m => [m.Floats(3, 4, 1), m.Longs(7)], "onesided=1", "inverse=1");
        yield return One("Dft", static m => [Typed(m, ElementType.Float64, 2, 16, 2)]);
        yield return One("Dft", static m => [m.Floats(3, 1, 2)]);
        yield return One("AffineGrid", static m => [m.Floats(2, 3, 4), m.Longs(2, 1, 3, 1, 4)], "align_corners=1");
        yield return One("AveragePool", static m => [m.Floats(1, 2, 7)], "kernel_shape=3", "strides=2", "ceil_mode=1");
        yield return One("SumPool", static m => [m.Floats(1, 2, 8)], "kernel_shape=3", "strides=2", "ceil_mode=1");
        yield return One("MaxUnpool", static m => [m.Floats(1, 1, 3), m.Input(Tensor.Create<long>(ElementType.Int64, [1, 1, 3], [0, 2, 4]))], "kernel_shape=3", "strides=2", "pads=1,1");
        yield return One("DeformConv", static m => [m.Floats(1, 4, 5, 5), m.Weights(4, 2, 2, 2), m.Floats(1, 16, 4, 4)], "group=2", "offset_group=2");
        yield return One("GridSample", static m => [m.Floats(1, 2, 5, 4), m.Floats(1, 3, 3, 2)], "align_corners=1");
        yield return One("Einsum", static m => [m.Floats(2, 3), m.Floats(3, 4), m.Floats(4, 5)], "equation=ij,jk,kl->li");
        yield return One("Einsum", static m => [m.Floats(1, 2, 3), m.Floats(4, 3, 5), m.Floats(5)], "equation=...ij,...jk,k->...i");
        yield return One("Einsum", static m => [m.Floats(3, 4, 2), m.Floats(3, 3)], "equation=ijk,ii->k");
        yield return Members();
        yield return One("Col2Im", static m => [m.Floats(1, 12, 4), m.Longs(3, 5), m.Longs(2, 2)], "strides=1,3");
    }

    private static IEnumerable<(string Name, SampleModel Model)> Attentions()
    {
        yield return One("Attention", static m => [m.Floats(2, 4, 3, 8), m.Floats(2, 2, 5, 8), m.Floats(2, 2, 5, 6), m.Floats(3, 5)], 2, "causal=1", "softcap=0x40000000", "scores=masked");
        yield return One("Attention", static m => [m.Floats(2, 3, 16), m.Floats(2, 5, 8), m.Floats(2, 5, 8), Flags(m, 1, 1, 3, 5), m.Longs(4, 5)], 2, "heads=4", "kvHeads=2", "scores=weights");
        yield return One("Attention", static m => [m.Floats(1, 2, 3, 8), m.Floats(1, 2, 5, 8), m.Floats(1, 2, 5, 6), m.Input(new Tensor(ElementType.Bool, [3, 5], [1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1]))], "divisor=0x40400000", "empty=nan");
        yield return One("LinearAttention", static m => [m.Floats(1, 5, 16), m.Floats(1, 5, 8), m.Floats(1, 5, 6), None, m.Floats(1, 5, 2), m.Floats(1, 5, 1)], 2, "heads=4", "kvHeads=2");
        yield return One("RotaryEmbedding", static m => [m.Floats(1, 2, 3, 8), m.Floats(9, 3), m.Floats(9, 3), m.Input(Tensor.Create<long>(ElementType.Int64, [1, 3], [0, 7, 4]))]);
        yield return One("LinearAttention", static m => [m.Floats(2, 3, 8), m.Floats(2, 3, 8), m.Floats(2, 3, 6), m.Floats(2, 2, 4, 3), m.Floats(2, 3, 8)], 2, "heads=2", "scale=0x3f000000");
        yield return One("LinearAttention", static m => [m.Floats(1, 2, 520), m.Floats(1, 2, 520), m.Floats(1, 2, 3), None, None, m.Floats(1, 2, 1)], 2);
        yield return One("RotaryEmbedding", static m => [m.Floats(1, 3, 16), m.Floats(1, 3, 4), m.Floats(1, 3, 4)], "heads=2", "interleaved=1");
    }

    private static IEnumerable<(string Name, SampleModel Model)> Moving()
    {
        yield return One("Concat", static m => [m.Floats(2, 3), m.Floats(2, 5)], "axis=1");
        yield return One("Split", static m => [m.Floats(2, 7), m.Longs(3, 4)], 2, "axis=1");
        yield return One("Slice", static m => [m.Floats(5, 6), m.Longs(4, 1), m.Longs(-6, 5), None, m.Longs(-2, 2)]);
        yield return One("Gather", static m => [m.Floats(5, 6), m.Longs(-1, 2)], "axis=1");
        yield return One("GatherElements", static m => [m.Floats(4), m.Longs(-1, 2)]);
        yield return One("GatherND", static m => [m.Floats(3, 4), m.Input(Tensor.Create<long>(ElementType.Int64, [2, 2], [0, 1, 2, 3]))]);
        yield return One("ScatterElements", static m => [m.Floats(5), m.Longs(1, 3), m.Floats(2)]);
        yield return One("ScatterElements", static m => [m.Floats(5), m.Longs(1, 1), m.Floats(2)], "reduction=add");
        yield return One("ScatterND", static m => [m.Floats(5), m.Input(Tensor.Create<long>(ElementType.Int64, [2, 1], [1, 3])), m.Floats(2)]);
        yield return One("TensorScatter", static m => [m.Floats(1, 1, 5, 2), m.Floats(1, 1, 2, 2), m.Longs(1)]);
        yield return One("Transpose", static m => [m.Floats(2, 3, 4)], "perm=2,0,1");
        yield return One("Reshape", static m => [m.Floats(2, 6), m.Longs(3, -1)]);
        yield return One("Flatten", static m => [m.Floats(2, 3, 4)]);
        yield return One("Squeeze", static m => [m.Floats(2, 1, 4)]);
        yield return One("Unsqueeze", static m => [m.Floats(2, 4), m.Longs(1)]);
        yield return One("Expand", static m => [m.Floats(3, 1), m.Longs(2, 3, 4)]);
        yield return One("Tile", static m => [m.Floats(2, 3), m.Longs(2, 2)]);
        yield return One("Pad", static m => [m.Floats(3, 4), m.Longs(1, 0, 1, 2), m.Floats(1)]);
        yield return One("Pad", static m => [m.Floats(3, 4), m.Longs(1, 2, 1, -1)], "mode=reflect");
        yield return One("Trilu", static m => [m.Floats(4, 4), None]);
        yield return One("DepthToSpace", static m => [m.Floats(1, 8, 2, 3)], "blocksize=2", "mode=crd");
        yield return One("SpaceToDepth", static m => [m.Floats(1, 2, 4, 6)], "blocksize=2");
        yield return One("Compress", static m => [m.Floats(4, 2), Flags(m, 4)], "axis=0");
        yield return One("NonZero", static m => [Flags(m, 3, 7)]);
        yield return One("OneHot", static m => [m.Longs(-1, 2, 9), m.Longs(4), m.Floats(2)], "axis=0");
        yield return One("TopK", static m => [m.Floats(3, 40), m.Longs(7)], 2);
        yield return One("TopK", static m => [Typed(m, ElementType.Int8, 9, 3), m.Longs(5)], 2, "axis=0", "largest=0");
        yield return One("Frames", static m => [m.Floats(2, 20, 1), m.Longs(3), m.Longs(5)]);
        yield return One("ScatterND", static m => [m.Floats(5, 2), m.Input(Tensor.Create<long>(ElementType.Int64, [3, 1], [1, 3, 1])), m.Floats(3, 2)], "reduction=mul");
        yield return One("ReverseSequence", static m => [m.Floats(4, 2), m.Longs(3, 2)]);
        yield return One("CenterCropPad", static m => [m.Floats(5, 4), m.Longs(3, 6)]);
        yield return One("Shape", static m => [m.Floats(5, 4, 3)], "start=1", "end=2");
        yield return One("CenterCropPad", static m => [m.Floats(5, 4), m.Longs(7)], "axes=-1");
        yield return One("Flatten", static m => [m.Floats(2, 3, 4)], "axis=-1");
        yield return One("GatherElements", static m => [m.Floats(2, 4), m.Input(Tensor.Create<long>(ElementType.Int64, [2, 3], [3, -1, 0, 1, 1, 2]))], "axis=1");
        yield return One("GatherND", static m => [m.Floats(2, 3, 4), m.Input(Tensor.Create<long>(ElementType.Int64, [2, 1], [2, 0]))], "batch_dims=1");
        yield return One("Pad", static m => [m.Floats(3, 4), m.Longs(5, 7), None, m.Longs(1)], "mode=wrap");
        yield return One("Pad", static m => [m.Floats(3, 1), m.Longs(4, 2, 5, 1)], "mode=edge");
        yield return One("Reshape", static m => [m.Floats(0, 6), m.Longs(3, 0)], "allowzero=1");
        yield return One("ReverseSequence", static m => [m.Floats(4, 2), m.Longs(2, 1, 2, 0)], "batch_axis=0", "time_axis=1");
        yield return One("ScatterElements", static m => [m.Floats(2, 3), m.Input(Tensor.Create<long>(ElementType.Int64, [2, 1], [2, 0])), m.Floats(2, 1)], "axis=1");
        yield return One("TensorScatter", static m => [m.Floats(2, 5, 2), m.Floats(2, 3, 2), m.Longs(4, 1)], "axis=1", "circular=1");
        yield return One("Trilu", static m => [m.Floats(2, 4, 5), m.Longs(-1)], "upper=0");
        yield return One("Split", static m => [m.Floats(2, 7)], 3, "axis=1");
    }

    private static IEnumerable<(string Name, SampleModel Model)> Reducing()
    {
        foreach (string name in (string[])["ReduceSum", "ReduceProd", "ReduceMax", "ReduceMin", "ReduceMean", "ReduceL2", "ReduceSumSquare"])
        {
            yield return One(name, static m => [m.Floats(3, 4, 21), m.Longs(1, -1)], "keepdims=0");
            yield return One(name, static m => [m.Floats(3, 4, 21)]);
        }

        yield return One("ReduceSum", static m => [m.Longs(1, 2, 3)]);
        yield return One("ReduceMean", static m => [m.Floats(3, 4, 5)], "first_axis=1");
        yield return One("ReduceSum", static m => [m.Floats(3, 4), m.Longs()], "noop_with_empty_axes=1");
        yield return One("ArgMax", static m => [m.Floats(3, 20)], "axis=1");
        yield return One("ArgMin", static m => [m.Floats(3, 20)], "keepdims=0", "select_last_index=1");
        yield return One("CumSum", static m => [m.Floats(3, 20), m.Longs(1)]);
        yield return One("CumSum", static m => [m.Longs(1, 2, 3), m.Longs(0)], "reverse=1", "exclusive=1");
    }

    private static (string Name, SampleModel Model) One(string name, Func<SampleModel, int[]> inputs, params string[] attributes) => One(name, inputs, 1, attributes);

    private static (string Name, SampleModel Model) One(string name, Func<SampleModel, int[]> inputs, int outputCount, params string[] attributes)
    {
        var model = new SampleModel(name.Length + attributes.Length);
        model.Step(name, inputs(model), outputCount, attributes);
        return (name, model);
    }

    private static int Flags(SampleModel model, params long[] shape) =>
        model.Input(new Tensor(ElementType.Bool, [.. shape], [.. Enumerable.Range(0, (int)Tensor.CountElements([.. shape])).Select(static i => (byte)(i * 5 % 3 % 2))]));

    /// <summary>Two trees of two nodes each, over two features and two targets.</summary>
    private static (string Name, SampleModel Model) Trees()
    {
        static int List(SampleModel m, params long[] numbers) => m.Constant(Tensor.Create<long>(ElementType.Int64, [numbers.Length], numbers));
        static int Numbers(SampleModel m, params float[] numbers) => m.Constant(Tensor.Create<float>(ElementType.Float32, [numbers.Length], numbers));
        return One(
            "TreeEnsemble",
            static m => [m.Floats(4, 2), List(m, 0, 2), List(m, 0, 3, 13, 1), List(m, 0, 1, 1, 0), List(m, 1, -1, -4, 3), List(m, -2, -3, -5, -6), List(m, 0, 1, 0, 0, 1, 0), Numbers(m, 0.1f, -0.2f, 0f, 0.3f), Numbers(m, 1, 2, 3, 4, 5, 6)],
            "aggregate=average",
            "targets=2");
    }

    /// <summary>Sequences of one and of two numbers; one of each stands twice in the pool.</summary>
    private static (string Name, SampleModel Model) Sequences(string mode)
    {
        static int List(SampleModel m, params long[] numbers) => m.Constant(Tensor.Create<long>(ElementType.Int64, [numbers.Length], numbers));
        return One(
            "TfIdf",
            static m => [m.Input(Tensor.Create<long>(ElementType.Int64, [2, 6], [1, 2, 3, 1, 2, 1, 5, 5, 5, 2, 3, 9])), List(m, 0, 4), List(m, 1, 3, 6, 2, 0, 4, 5, 4), List(m, 1, 2, 5, 1, 1, 2, 2, 3, 5, 2, 1, 2), m.Weights(8)],
            $"mode={mode}",
            mode == "tfidf" ? "min_gram=2" : "min_gram=1",
            "max_gram=2",
            "max_skip=2");
    }

    private static int Experts(SampleModel model) => model.Input(Tensor.Create<long>(ElementType.Int64, [2, 2], [2, 0, 1, 2]));

    /// <summary>Trees with nodes that ask for one of several numbers.</summary>
    private static (string Name, SampleModel Model) Members()
    {
        static int List(SampleModel m, params long[] numbers) => m.Constant(Tensor.Create<long>(ElementType.Int64, [numbers.Length], numbers));
        static int Numbers(SampleModel m, params float[] numbers) => m.Constant(Tensor.Create<float>(ElementType.Float32, [numbers.Length], numbers));
        return One(
            "TreeEnsemble",
            static m => [m.Input(Tensor.Create<float>(ElementType.Float32, [4, 2], [1, 2, 3, float.NaN, 5, 7, 2, -0f])), List(m, 0, 2), List(m, 6, 1, 14, 6), List(m, 0, 1, 1, 0), List(m, 1, -1, -4, 3), List(m, -2, -3, 3, -6), List(m, 0, 0, 0, 0, 0, 0), Numbers(m, 0, 4, 0, 0), Numbers(m, 1, 2, 3, 4, 5, 6), Numbers(m, 1, 3, 5, float.NaN, 2, 0, float.NaN, 7, 2)],
            "aggregate=min");
    }

    /// <summary>Sequences of other lengths, one of them empty.</summary>
    private static (string Name, SampleModel Model) Ragged(string direction)
    {
        int directions = direction == "bidirectional" ? 2 : 1;
        return One(
            "Lstm",
            m => [m.Floats(5, 3, 4), m.Weights(directions, 8, 4), m.Weights(directions, 8, 2), None, m.Floats(directions, 3, 2), None, m.Longs(5, 0, 2)],
            3,
            $"direction={direction}");
    }

    /// <summary>Weights that are stored in 16 bits.</summary>
    private static int Half(SampleModel model, params long[] shape) =>
        model.Constant(Tensor.Create<Half>(ElementType.Float16, [.. shape], Enumerable.Range(0, (int)Tensor.CountElements([.. shape])).Select(static i => (Half)((i % 5) - 2)).ToArray()));

    /// <summary>An input of a type, its numbers small.</summary>
    private static int Typed(SampleModel model, ElementType type, params long[] shape) => model.Input(Small(type, shape));

    private static int Fixed(SampleModel model, ElementType type, params long[] shape) => model.Constant(Small(type, shape));

    private static Tensor Small(ElementType type, long[] shape)
    {
        long[] numbers = [.. Enumerable.Range(0, (int)Tensor.CountElements([.. shape])).Select(i => (long)(i * 37 % 101) - (type.IsSigned() || type == ElementType.Float64 ? 50 : 0))];
        byte[] bytes = [.. numbers.SelectMany(number => BitConverter.GetBytes(type == ElementType.Float64 ? BitConverter.DoubleToInt64Bits(number / 7.0) : number)[..type.SizeBytes()])];
        return new Tensor(type, [.. shape], bytes);
    }

    private static int Region(SampleModel model, params float[] ends) => model.Input(Tensor.Create<float>(ElementType.Float32, [ends.Length], ends));

    private static int Regions(SampleModel model) => model.Input(Tensor.Create<float>(ElementType.Float32, [2, 4], [1, 2, 9, 12, 0.5f, 3, 6, 7]));

    private static int Bytes(SampleModel model, params byte[] elements) => model.Input(new Tensor(ElementType.UInt8, [elements.Length], elements));

    private static int Scalar(SampleModel model, float number) => model.Input(Tensor.Create<float>(ElementType.Float32, [], [number]));
}
