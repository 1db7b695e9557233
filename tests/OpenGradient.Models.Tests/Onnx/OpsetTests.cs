using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>What one operator means in different operator sets: attributes that became inputs, defaults and meanings that changed.</summary>
public sealed class OpsetTests
{
    private static readonly float[] Six = [1, 2, 3, 4, 5, 6];

    [Theory]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(24)]
    public void Squeeze_AxesAsAttributeOrInput(long opset)
    {
        ModelBuilder model = Of(opset, 1, 3);
        model = opset < 13
            ? model.Node("Squeeze", "n", ["x"], ["y"], ModelBuilder.Integers("axes", 0))
            : model.Initializer("axes", 7, [1], Longs(0)).Node("Squeeze", "n", ["x", "axes"], ["y"]);

        Assert.Equal<long>([3], Shape(model, [1, 3], [1, 2, 3]));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(13)]
    public void Unsqueeze_AxesAsAttributeOrInput(long opset)
    {
        ModelBuilder model = Of(opset, 3);
        long last = opset < 11 ? 2 : -1;
        model = opset < 13
            ? model.Node("Unsqueeze", "n", ["x"], ["y"], ModelBuilder.Integers("axes", 0, last))
            : model.Initializer("axes", 7, [2], Longs(0, last)).Node("Unsqueeze", "n", ["x", "axes"], ["y"]);

        Assert.Equal<long>([1, 3, 1], Shape(model, [3], [1, 2, 3]));
    }

    [Theory]
    [InlineData("ReduceSum", 7, 6f, 15f)]
    [InlineData("ReduceSum", 13, 6f, 15f)]
    [InlineData("ReduceMax", 11, 3f, 6f)]
    [InlineData("ReduceMax", 18, 3f, 6f)]
    [InlineData("ReduceMean", 17, 2f, 5f)]
    [InlineData("ReduceMean", 18, 2f, 5f)]
    [InlineData("ReduceL1", 7, 6f, 15f)]
    [InlineData("ReduceL1", 18, 6f, 15f)]
    [InlineData("ReduceLogSum", 17, 1.7917595f, 2.7080502f)]
    [InlineData("ReduceLogSum", 18, 1.7917595f, 2.7080502f)]
    public void Reduce_AxesAsAttributeOrInput(string name, long opset, float first, float second)
    {
        bool isInput = opset >= (name == "ReduceSum" ? 13 : 18);
        ModelBuilder model = Of(opset, 2, 3);
        model = isInput
            ? model.Initializer("axes", 7, [1], Longs(1)).Node(name, "n", ["x", "axes"], ["y"], ModelBuilder.Integer("keepdims", 0))
            : model.Node(name, "n", ["x"], ["y"], ModelBuilder.Integers("axes", 1), ModelBuilder.Integer("keepdims", 0));

        float[] numbers = Numbers(model, [2, 3], Six);

        Assert.Equal(first, numbers[0], 1e-6);
        Assert.Equal(second, numbers[1], 1e-6);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(13)]
    public void Clip_BoundsAsAttributesOrInputs(long opset)
    {
        ModelBuilder model = Of(opset, 6);
        model = opset < 11
            ? model.Node("Clip", "n", ["x"], ["y"], ModelBuilder.Float("min", 2), ModelBuilder.Float("max", 4))
            : model.Initializer("low", 1, [], Floats(2)).Initializer("high", 1, [], Floats(4)).Node("Clip", "n", ["x", "low", "high"], ["y"]);

        Assert.Equal([2, 2, 3, 4, 4, 4], Numbers(model, [6], Six));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(22)]
    public void Dropout_PassesItsInputOn(long opset)
    {
        ModelBuilder model = Of(opset, 6);
        model = opset < 12
            ? model.Node("Dropout", "n", ["x"], ["y"], ModelBuilder.Float("ratio", 0.5f))
            : model.Initializer("ratio", 1, [], Floats(0.5f)).Node("Dropout", "n", ["x", "ratio"], ["y"]);

        Assert.Equal(Six, Numbers(model, [6], Six));
    }

    [Theory]
    [InlineData(7, ElementType.Float32)]
    [InlineData(9, ElementType.Float32)]
    [InlineData(10, ElementType.Bool)]
    [InlineData(13, ElementType.Bool)]
    public void DropoutMask_IsOfTheInputsTypeUntilOpset10(long opset, ElementType type)
    {
        ModelBuilder model = Of(opset, 6).Node("Dropout", "n", ["x"], ["y", "mask"]).Output("y").Output("mask", type == ElementType.Bool ? 9 : 1, 6);

        Tensor mask = BuiltModel.Run(model.Build(), BuiltModel.Floats([6], Six)).Outputs[1];

        Assert.Equal(type, mask.Type);
        Assert.Equal([6], mask.Shape);
        Assert.All(mask.Bytes.Chunk(type.SizeBytes()), one => Assert.Equal(type == ElementType.Bool ? [1] : Floats(1), one));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(18)]
    public void Pad_PadsAsAttributeOrInput(long opset)
    {
        ModelBuilder model = Of(opset, 2);
        model = opset < 11
            ? model.Node("Pad", "n", ["x"], ["y"], ModelBuilder.Integers("pads", 1, 2), ModelBuilder.Float("value", 9))
            : model.Initializer("pads", 7, [2], Longs(1, 2)).Initializer("value", 1, [], Floats(9)).Node("Pad", "n", ["x", "pads", "value"], ["y"]);

        Assert.Equal([9, 1, 2, 9, 9], Numbers(model, [2], [1, 2]));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(13)]
    public void Slice_PlacesAsAttributesOrInputs(long opset)
    {
        ModelBuilder model = Of(opset, 2, 3);
        model = opset < 10
            ? model.Node("Slice", "n", ["x"], ["y"], ModelBuilder.Integers("starts", 1), ModelBuilder.Integers("ends", int.MaxValue), ModelBuilder.Integers("axes", 1))
            : model.Initializer("starts", 7, [1], Longs(1)).Initializer("ends", 7, [1], Longs(int.MaxValue)).Initializer("axes", 7, [1], Longs(1))
                .Node("Slice", "n", ["x", "starts", "ends", "axes"], ["y"]);

        Assert.Equal([2, 3, 5, 6], Numbers(model, [2, 3], Six));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(13)]
    public void Split_SizesAsAttributeOrInput(long opset)
    {
        ModelBuilder model = Of(opset, 6);
        model = opset < 13
            ? model.Node("Split", "n", ["x"], ["a", "y"], ModelBuilder.Integers("split", 2, 4))
            : model.Initializer("sizes", 7, [2], Longs(2, 4)).Node("Split", "n", ["x", "sizes"], ["a", "y"]);

        Assert.Equal([3, 4, 5, 6], Numbers(model, [6], Six));
    }

    [Fact]
    public void Split_OfOpset18_MakesTheLastPartSmaller()
    {
        ModelBuilder model = Of(18, 5).Node("Split", "n", ["x"], ["a", "b", "y"], ModelBuilder.Integer("num_outputs", 3));

        Assert.Equal([5], Numbers(model, [5], [1, 2, 3, 4, 5]));
    }

    [Fact]
    public void Split_WithAnotherNumberOfOutputs_IsRefused()
    {
        ModelBuilder model = Of(18, 6).Node("Split", "n", ["x"], ["a", "y"], ModelBuilder.Integer("num_outputs", 3));

        Assert.Equal("node 'n'", BuiltModel.Refused(model.Output("y").Build()).Subject);
    }

    [Fact]
    public void Split_IntoUnequalPartsBeforeOpset18_IsRefused()
    {
        ModelBuilder model = Of(13, 5).Node("Split", "n", ["x"], ["a", "y"]);

        Assert.Throws<InvalidInputException>(() => Numbers(model, [5], [1, 2, 3, 4, 5]));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(11)]
    public void TopK_CountAsAttributeOrInput(long opset)
    {
        ModelBuilder model = Of(opset, 6);
        model = opset < 10
            ? model.Node("TopK", "n", ["x"], ["y", "places"], ModelBuilder.Integer("k", 2))
            : model.Initializer("k", 7, [1], Longs(2)).Node("TopK", "n", ["x", "k"], ["y", "places"]);

        Assert.Equal([6, 5], Numbers(model, [6], Six));
    }

    [Theory]
    [InlineData("Upsample", 7)]
    [InlineData("Upsample", 9)]
    [InlineData("Resize", 10)]
    [InlineData("Resize", 11)]
    [InlineData("Resize", 18)]
    public void Upsample_AndResize_RepeatTheNearest(string name, long opset)
    {
        ModelBuilder model = Of(opset, 1, 1, 1, 2).Initializer("scales", 1, [4], Floats(1, 1, 1, 2)).Initializer("none", 1, [0], []);
        model = name == "Upsample" && opset < 9
            ? model.Node(name, "n", ["x"], ["y"], new ProtoWriter().Text(1, "scales").Fixed32(7, Bits(1)).Fixed32(7, Bits(1)).Fixed32(7, Bits(1)).Fixed32(7, Bits(2)).Integer(20, 6))
            : opset < 11 ? model.Node(name, "n", ["x", "scales"], ["y"])
            : model.Node(name, "n", ["x", "none", "scales"], ["y"], ModelBuilder.Text("coordinate_transformation_mode", "asymmetric"), ModelBuilder.Text("nearest_mode", "floor"));

        Assert.Equal([1, 1, 2, 2], Numbers(model, [1, 1, 1, 2], [1, 2]));
    }

    [Theory]
    [InlineData(true, 0.6f, new[] { 1f, 3f, 5f, 7f })]
    [InlineData(false, 0.6f, new[] { 1f, 3f, 5f, 7f })]
    [InlineData(true, 0.6f, new[] { 1f, 3f, 1f, 3f, 5f, 7f, 5f, 7f }, 2f)]
    [InlineData(false, 0.6f, new[] { 1f, 3f, 1f, 3f, 5f, 7f, 5f, 7f }, 2f)]
    public void Resize10_ShrinkingAxes_TakeTheNearestAbove(bool areConstant, float columns, float[] expected, float rows = 1f)
    {
        ModelBuilder model = Of(10, 1, 1, 2, 4).Initializer("scales", 1, [4], Floats(1, 1, rows, columns)).Initializer("one", 1, [1], Floats(1));
        model = areConstant
            ? model.Node("Resize", "n", ["x", "scales"], ["y"])
            : model.Node("ReduceMin", "m", ["x"], ["least"], ModelBuilder.Integer("keepdims", 0)).Node("Sub", "z", ["least", "one"], ["nought"])
                .Node("Add", "a", ["scales", "nought"], ["s"]).Node("Resize", "n", ["x", "s"], ["y"]);

        Assert.Equal(expected, Numbers(model, [1, 1, 2, 4], [1, 2, 3, 4, 5, 6, 7, 8]));
    }

    [Theory]
    [InlineData(new long[] { 4 })]
    [InlineData(new long[] { 1, 1, 4 })]
    public void ConvTranspose_OutputShape_MayNameBatchAndChannels(long[] outputShape)
    {
        ModelBuilder model = Of(7, 1, 1, 2).Initializer("w", 1, [1, 1, 2], Floats(1, 10))
            .Node("ConvTranspose", "n", ["x", "w"], ["y"], ModelBuilder.Integers("strides", 2), ModelBuilder.Integers("output_shape", outputShape));

        Assert.Equal([1, 10, 2, 20], Numbers(model, [1, 1, 2], [1, 2]));
    }

    [Theory]
    [InlineData("Softmax", 7, new[] { 0.25f, 0.25f, 0.25f, 0.25f })]
    [InlineData("Softmax", 12, new[] { 0.25f, 0.25f, 0.25f, 0.25f })]
    [InlineData("Softmax", 13, new[] { 0.5f, 0.5f, 0.5f, 0.5f })]
    [InlineData("LogSoftmax", 12, new[] { -1.3862944f, -1.3862944f, -1.3862944f, -1.3862944f })]
    [InlineData("LogSoftmax", 13, new[] { -0.6931472f, -0.6931472f, -0.6931472f, -0.6931472f })]
    [InlineData("Hardmax", 7, new[] { 1f, 0, 0, 0 })]
    [InlineData("Hardmax", 13, new[] { 1f, 0, 1, 0 })]
    public void Softmax_OfOldSets_TakesAllAxesFromOneOn(string name, long opset, float[] expected)
    {
        float[] numbers = Numbers(Of(opset, 1, 2, 2).Node(name, "n", ["x"], ["y"]), [1, 2, 2], [7, 7, 7, 7]);

        Assert.Equal(expected, numbers, static (want, have) => Math.Abs(want - have) < 1e-6f);
    }

    [Theory]
    [InlineData(7, 1)]
    [InlineData(8, 1)]
    [InlineData(9, 1)]
    [InlineData(15, 1)]
    [InlineData(7, 0)]
    public void BatchNormalization_OverChannels_OrOverEveryPlace(long opset, long spatial)
    {
        long[] shape = spatial == 1 ? [2] : [2, 2];
        int count = spatial == 1 ? 2 : 4;
        ModelBuilder model = Of(opset, 1, 2, 2);
        foreach ((string name, float number) in new[] { ("scale", 2f), ("bias", 1f), ("mean", 3f), ("variance", 4f) })
            model.Initializer(name, 1, shape, Floats([.. Enumerable.Repeat(number, count)]));
        ProtoWriter[] attributes = [ModelBuilder.Float("epsilon", 0f), .. opset < 9 ? [ModelBuilder.Integer("spatial", spatial)] : (ProtoWriter[])[]];
        model.Node("BatchNormalization", "n", ["x", "scale", "bias", "mean", "variance"], ["y"], attributes);

        Assert.Equal([-1, 0, 1, 2], Numbers(model, [1, 2, 2], [1, 2, 3, 4]));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(13)]
    public void Gemm_BiasBroadcasts(long opset)
    {
        ModelBuilder model = Of(opset, 2, 3).Initializer("w", 1, [3, 1], Floats(1, 1, 1)).Initializer("c", 1, [2, 1], Floats(10, 20))
            .Node("Gemm", "n", ["x", "w", "c"], ["y"]);

        Assert.Equal([16, 35], Numbers(model, [2, 3], Six));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    public void Gemm_SinceOpset11_MayHaveNoBias(long opset)
    {
        ModelBuilder model = Of(opset, 2, 3).Initializer("w", 1, [3, 1], Floats(1, 1, 1)).Node("Gemm", "n", ["x", "w"], ["y"]);

        Assert.Equal([6, 15], Numbers(model, [2, 3], Six));
    }

    [Theory]
    [InlineData(10, 3)]
    [InlineData(22, 3)]
    [InlineData(7, 2)]
    public void MaxPool_CeilMode_CountsThePartWindow(long opset, int count)
    {
        ProtoWriter[] attributes = [ModelBuilder.Integers("kernel_shape", 2), ModelBuilder.Integers("strides", 2), .. opset >= 10 ? [ModelBuilder.Integer("ceil_mode", 1)] : (ProtoWriter[])[]];

        Assert.Equal(count, Numbers(Of(opset, 1, 1, 5).Node("MaxPool", "n", ["x"], ["y"], attributes), [1, 1, 5], [1, 2, 3, 4, 5]).Length);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(20)]
    public void ConstantOfShape_GivesZeroOrTheValue(long opset)
    {
        ModelBuilder model = new ModelBuilder { Opset = opset }.Initializer("s", 7, [1], Longs(3))
            .Node("ConstantOfShape", "n", ["s"], ["zeros"])
            .Node("ConstantOfShape", "m", ["s"], ["y"], new ProtoWriter().Text(1, "value").Message(5, new ProtoWriter().Integer(1, 1).Integer(2, 1).Bytes(9, Floats(2.5f))).Integer(20, 4));

        RunResultOf(model.Output("zeros").Output("y"), out float[] zeros, out float[] values);

        Assert.Equal([0, 0, 0], zeros);
        Assert.Equal([2.5f, 2.5f, 2.5f], values);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(24)]
    public void Cast_ToText_IsRefusedByName(long opset)
    {
        byte[] file = Of(opset, 1).Node("Cast", "letters", ["x"], ["y"], ModelBuilder.Integer("to", 8)).Output("y").Build();

        InvalidInputException refused = BuiltModel.Refused(file);

        Assert.Equal(InvalidInputKind.Unsupported, refused.Kind);
        Assert.Contains("string", refused.Message, StringComparison.Ordinal);
        Assert.Contains("letters", refused.Message + refused.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("value_string")]
    [InlineData("value_strings")]
    [InlineData("sparse_value")]
    public void Constant_OfTextOrSparse_IsRefusedByName(string attribute)
    {
        byte[] file = new ModelBuilder().Node("Constant", "odd", [], ["y"], ModelBuilder.Text(attribute, "text")).Output("y").Build();

        InvalidInputException refused = BuiltModel.Refused(file);

        Assert.Equal((InvalidInputKind.Unsupported, "node 'odd'"), (refused.Kind, refused.Subject));
    }

    [Theory]
    [InlineData(12, "value_float")]
    [InlineData(12, "value_int")]
    public void Constant_SinceOpset12_MayBeANumber(long opset, string attribute)
    {
        ProtoWriter value = attribute == "value_float" ? ModelBuilder.Float(attribute, 3f) : ModelBuilder.Integer(attribute, 3);
        byte[] file = new ModelBuilder { Opset = opset }.Node("Constant", "n", [], ["c"], value).Node("Cast", "f", ["c"], ["y"], ModelBuilder.Integer("to", 1)).Output("y").Build();

        Assert.Equal([3f], BuiltModel.Numbers(BuiltModel.Run(file)));
    }

    [Theory]
    [InlineData(14)]
    [InlineData(24)]
    public void Reshape_AllowZero_TakesZeroForADimension(long opset)
    {
        ModelBuilder model = Of(opset, 0, 3).Initializer("s", 7, [2], Longs(3, 0)).Node("Reshape", "n", ["x", "s"], ["y"], ModelBuilder.Integer("allowzero", 1));

        Assert.Equal<long>([3, 0], Shape(model, [0, 3], []));
    }

    [Theory]
    [InlineData(7, 3)]
    [InlineData(15, 1)]
    public void Shape_SinceOpset15_MayBeCut(long opset, long count)
    {
        ModelBuilder model = Of(opset, 2, 3, 4);
        model = opset < 15 ? model.Node("Shape", "n", ["x"], ["y"]) : model.Node("Shape", "n", ["x"], ["y"], ModelBuilder.Integer("start", -2), ModelBuilder.Integer("end", -1));

        Assert.Equal<long>([count], Shape(model, [2, 3, 4], new float[24]));
    }

    [Theory]
    [InlineData(7, "dcr")]
    [InlineData(11, "crd")]
    public void DepthToSpace_SinceOpset11_HasTwoOrders(long opset, string mode)
    {
        float[] x = [.. Enumerable.Range(0, 8).Select(static number => (float)number)];
        ProtoWriter[] attributes = [ModelBuilder.Integer("blocksize", 2), .. opset >= 11 ? [ModelBuilder.Text("mode", "CRD")] : (ProtoWriter[])[]];

        float[] y = Numbers(Of(opset, 1, 8, 1, 1).Node("DepthToSpace", "n", ["x"], ["y"], attributes), [1, 8, 1, 1], x);

        Assert.Equal(mode == "dcr" ? [0, 2, 4, 6, 1, 3, 5, 7] : [0f, 1, 2, 3, 4, 5, 6, 7], y);
    }

    [Theory]
    [InlineData(18)]
    [InlineData(21)]
    public void GroupNormalization_ScalesGroupsThenChannels(long opset)
    {
        // Two groups of one channel each: both readings give the same scale, by group and by channel.
        ModelBuilder model = Of(opset, 1, 2, 2).Initializer("s", 1, [2], Floats(1, 2)).Initializer("b", 1, [2], Floats(0, 1))
            .Node("GroupNormalization", "n", ["x", "s", "b"], ["y"], ModelBuilder.Integer("num_groups", 2), ModelBuilder.Float("epsilon", 0f));

        Assert.Equal([-1, 1, -1, 3], Numbers(model, [1, 2, 2], [1, 3, 5, 9]));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(29)]
    [InlineData(0)]
    public void Open_OperatorSetOutsideTheRange_NamesIt(long opset)
    {
        InvalidInputException refused = BuiltModel.Refused(Of(opset, 1).Node("Relu", "n", ["x"], ["y"]).Output("y").Build());

        Assert.Equal((InvalidInputKind.Unsupported, "opset"), (refused.Kind, refused.Subject));
    }

    private static ModelBuilder Of(long opset, params long[] shape) => new ModelBuilder { Opset = opset }.Input("x", 1, shape);

    private static float[] Numbers(ModelBuilder model, long[] shape, float[] x) => BuiltModel.Numbers(BuiltModel.Run(model.Output("y").Build(), BuiltModel.Floats(shape, x)));

    private static long[] Shape(ModelBuilder model, long[] shape, float[] x) => [.. BuiltModel.Run(model.Output("y").Build(), BuiltModel.Floats(shape, x)).Outputs[0].Shape];

    private static void RunResultOf(ModelBuilder model, out float[] first, out float[] second)
    {
        Execution.RunResult result = BuiltModel.Run(model.Build());
        first = BuiltModel.Numbers(result);
        second = BuiltModel.Numbers(result, 1);
    }

    private static byte[] Floats(params float[] numbers) => [.. numbers.SelectMany(BitConverter.GetBytes)];

    private static byte[] Longs(params long[] numbers) => [.. numbers.SelectMany(BitConverter.GetBytes)];

    private static uint Bits(float number) => BitConverter.SingleToUInt32Bits(number);
}
