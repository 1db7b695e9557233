using OpenGradient.Execution;
using OpenGradient.Models.Tests.Onnx;

namespace OpenGradient.Models.Tests.Compilation;

public sealed class ConstantFoldingTests
{
    [Fact]
    public void ShapeArithmetic_WithKnownDimensions_LeavesTheProgram()
    {
        // [2, 3, 4] is reshaped to [2, 12] by Shape, Gather, Concat: the way exporters spell it.
        byte[] file = Reshaping().Input("x", 1, 2, 3, 4).Output("y").Build();

        using OpenedModel model = BuiltModel.Open(file);

        Assert.Equal(["Reshape"], model.Program.Steps.Select(static step => step.Operator));
        Assert.Equal<long>([2, 12], BuiltModel.Run(file, BuiltModel.Floats([2, 3, 4], new float[24])).Outputs[0].Shape);
    }

    [Fact]
    public void ShapeArithmetic_WithANamedDimension_IsLeftToTheRun()
    {
        byte[] file = Reshaping().InputNamed("x", 1, "batch", "3", "4").Output("y").Build();

        using OpenedModel model = BuiltModel.Open(file);

        Assert.Contains("Shape", model.Program.Steps.Select(static step => step.Operator));
        foreach (int batch in (int[])[1, 5])
            Assert.Equal<long>([batch, 12], BuiltModel.Run(file, BuiltModel.Floats([batch, 3, 4], new float[12 * batch])).Outputs[0].Shape);
    }

    [Fact]
    public void KnownDimension_BesideANamedOne_IsFoldedAlone()
    {
        // Gather of a dimension that is known, though the first is not: its product with a constant is a constant.
        byte[] file = new ModelBuilder().InputNamed("x", 1, "batch", "3", "4")
            .Initializer("one", 7, [], BitConverter.GetBytes(1L)).Initializer("two", 7, [], BitConverter.GetBytes(2L))
            .Node("Shape", "s", ["x"], ["shape"]).Node("Gather", "g", ["shape", "one"], ["three"]).Node("Mul", "m", ["three", "two"], ["y"]).Output("y").Build();

        using OpenedModel model = BuiltModel.Open(file);

        Assert.Empty(model.Program.Steps);
        Assert.Equal(6L, BuiltModel.Run(file, BuiltModel.Floats([1, 3, 4], new float[12])).Outputs[0].As<long>()[0]);
    }

    [Fact]
    public void ConstantSteps_GiveTheBitsOfARun()
    {
        float[] numbers = [.. Enumerable.Range(0, 40).Select(static number => (number * 0.37f) - 5f)];
        byte[] bytes = [.. numbers.SelectMany(BitConverter.GetBytes)];
        static ModelBuilder Nodes(ModelBuilder model) => model.Node("Exp", "e", ["w"], ["a"]).Node("Tanh", "t", ["a"], ["b"]).Node("ReduceSum", "r", ["b"], ["y"]).Output("y");

        byte[] folded = BuiltModel.Run(Nodes(new ModelBuilder().Initializer("w", 1, [40], bytes)).Build()).Outputs[0].Bytes;
        byte[] run = BuiltModel.Run(Nodes(new ModelBuilder().Input("w", 1, 40)).Build(), BuiltModel.Floats(numbers)).Outputs[0].Bytes;

        Assert.Equal(run, folded);
    }

    [Fact]
    public void ConstantThatWouldGrow_IsLeftToTheRun()
    {
        byte[] shape = [.. BitConverter.GetBytes(1L << 20), .. BitConverter.GetBytes(64L)];
        byte[] file = new ModelBuilder().Initializer("s", 7, [2], shape).Node("ConstantOfShape", "c", ["s"], ["big"]).Node("ReduceSum", "r", ["big"], ["y"]).Output("y").Build();

        using OpenedModel model = BuiltModel.Open(file);

        Assert.Equal(["Expand", "ReduceSum"], model.Program.Steps.Select(static step => step.Operator));
        Assert.All(model.Program.Constants, static constant => Assert.True(constant.Shape.Length <= 1));
    }

    [Fact]
    public void StepThatFails_IsLeftToTheRunWhichNamesIt()
    {
        byte[] file = new ModelBuilder().Initializer("a", 1, [2], new byte[8]).Initializer("b", 1, [3], new byte[12]).Node("Add", "bad", ["a", "b"], ["y"]).Output("y").Build();

        Assert.Equal("step 0 (Add)", Assert.Throws<Primitives.InvalidInputException>(() => BuiltModel.Run(file)).Subject);
    }

    [Fact]
    public void CastToTheSameType_IsLeftOut()
    {
        byte[] file = new ModelBuilder().Input("x", 1, 2).Node("Cast", "c", ["x"], ["u"], ModelBuilder.Integer("to", 1)).Node("Neg", "n", ["u"], ["y"]).Output("y").Build();

        using OpenedModel model = BuiltModel.Open(file);

        Assert.Equal(["Neg"], model.Program.Steps.Select(static step => step.Operator));
    }

    [Theory]
    [InlineData(3L, 6f)]
    [InlineData(4L, 8f)]
    public void If_OnANumberOfDimensions_IsDecidedWhenItIsKnown(long rank, float expected)
    {
        ModelBuilder three = new ModelBuilder().Node("Add", "a", ["x", "x"], ["t"]).Output("t");
        ModelBuilder other = new ModelBuilder().Node("Mul", "m", ["x", "x"], ["e"]).Output("e");
        byte[] file = new ModelBuilder().Input("x", 1, [.. Enumerable.Repeat(1L, (int)rank)]).Initializer("three", 7, [], BitConverter.GetBytes(3L))
            .Node("Shape", "s", ["x"], ["shape"]).Node("Size", "z", ["shape"], ["rank"]).Node("Equal", "q", ["rank", "three"], ["is3"])
            .Node("If", "choice", ["is3"], ["y"], ModelBuilder.Graph("then_branch", three), ModelBuilder.Graph("else_branch", other)).Output("y").Build();

        using OpenedModel model = BuiltModel.Open(file);

        Assert.Single(model.Program.Steps);
        float x = rank == 3 ? 3f : MathF.Sqrt(8f);
        RunResult result = BuiltModel.Run(file, BuiltModel.Floats([.. Enumerable.Repeat(1L, (int)rank)], [x]));
        Assert.Equal(expected, result.Outputs[0].As<float>()[0], 1e-5);
    }

    private static ModelBuilder Reshaping() => new ModelBuilder()
        .Initializer("zero", 7, [], BitConverter.GetBytes(0L)).Initializer("axis", 7, [1], BitConverter.GetBytes(0L)).Initializer("rest", 7, [1], BitConverter.GetBytes(-1L))
        .Node("Shape", "s", ["x"], ["shape"]).Node("Gather", "g", ["shape", "zero"], ["n"]).Node("Unsqueeze", "u", ["n", "axis"], ["list"])
        .Node("Concat", "c", ["list", "rest"], ["target"], ModelBuilder.Integer("axis", 0)).Node("Reshape", "r", ["x", "target"], ["y"]);
}
