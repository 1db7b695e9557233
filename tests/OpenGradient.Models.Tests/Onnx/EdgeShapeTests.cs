using OpenGradient.Execution;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>Shapes and types at the edge of what ONNX allows, which a comparison with another runtime found.</summary>
public sealed class EdgeShapeTests
{
    [Theory]
    [InlineData("Softmax")]
    [InlineData("LogSoftmax")]
    public void Softmax_OfOldSets_KeepsAShapeWithoutElements(string name)
    {
        byte[] file = new ModelBuilder { Opset = 11 }.InputNamed("x", 1, "a", "b", "c").Node(name, "n", ["x"], ["y"], ModelBuilder.Integer("axis", 2)).Output("y").Build();

        Assert.Equal<long>([2, 0, 4], BuiltModel.Run(file, BuiltModel.Floats([2, 0, 4], [])).Outputs[0].Shape);
    }

    [Theory]
    [InlineData("ReduceL2", 3, 4, 5)]
    [InlineData("ReduceL2", 30000000000, 40000000000, 50000000000)]
    [InlineData("ReduceLogSum", 1, 0, 0)]
    [InlineData("ReduceLogSum", 10, 20, 3)]
    [InlineData("ReduceLogSumExp", -7, -7, -6)]
    [InlineData("ReduceLogSumExp", 100000, 3, 100000)]
    public void Reduce_OfIntegers_IsTheRealNumberCut(string name, long a, long b, long expected)
    {
        byte[] file = new ModelBuilder { Opset = 13 }.Input("x", 7, 2).Node(name, "n", ["x"], ["y"], ModelBuilder.Integer("keepdims", 0)).Output("y", 7).Build();

        Tensor y = BuiltModel.Run(file, BuiltModel.Longs(a, b)).Outputs[0];

        Assert.Equal((ElementType.Int64, expected), (y.Type, y.As<long>()[0]));
    }

    /// <summary>With <c>ceil_mode</c> a window may be larger than the padded plane by less than its stride.</summary>
    [Fact]
    public void MaxPool_CeilMode_OfAWindowLargerThanThePlane_TakesWhatIsThere()
    {
        byte[] file = new ModelBuilder { Opset = 13 }.Input("x", 1, 1, 1, 2, 2)
            .Node("MaxPool", "n", ["x"], ["y"], ModelBuilder.Integers("kernel_shape", 3, 3), ModelBuilder.Integers("strides", 2, 2), ModelBuilder.Integer("ceil_mode", 1)).Output("y").Build();

        RunResult result = BuiltModel.Run(file, BuiltModel.Floats([1, 1, 2, 2], [1, 4, 3, 2]));

        Assert.Equal<long>([1, 1, 1, 1], result.Outputs[0].Shape);
        Assert.Equal([4f], BuiltModel.Numbers(result));
    }

    [Fact]
    public void Gemm_WithoutDepth_IsItsBias()
    {
        byte[] file = new ModelBuilder { Opset = 13 }.InputNamed("a", 1, "k", "5").InputNamed("b", 1, "k", "2").Initializer("c", 1, [], BitConverter.GetBytes(1.5f))
            .Node("Gemm", "n", ["a", "b", "c"], ["y"], ModelBuilder.Integer("transA", 1)).Output("y").Build();

        Assert.Equal(Enumerable.Repeat(1.5f, 10), BuiltModel.Numbers(BuiltModel.Run(file, BuiltModel.Floats([0, 5], []), BuiltModel.Floats([0, 2], []))));
    }

    /// <summary>As attributes the bounds are finite by default; as inputs they may be absent.</summary>
    [Theory]
    [InlineData(7, float.MaxValue)]
    [InlineData(11, float.PositiveInfinity)]
    public void Clip_OfInfinity_WithoutAnUpperBound_DependsOnTheOperatorSet(long opset, float expected)
    {
        ModelBuilder model = new ModelBuilder { Opset = opset }.Input("x", 1, 1).Initializer("low", 1, [], BitConverter.GetBytes(0f));
        model = opset < 11 ? model.Node("Clip", "n", ["x"], ["y"], ModelBuilder.Float("min", 0f)) : model.Node("Clip", "n", ["x", "low"], ["y"]);

        Assert.Equal([expected], BuiltModel.Numbers(BuiltModel.Run(model.Output("y").Build(), BuiltModel.Floats(float.PositiveInfinity))));
    }
}
