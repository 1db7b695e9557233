using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>Models in types that exec-1 stores but does not compute with: widened, computed, rounded once for each node.</summary>
public sealed class ElementTypeTests
{
    private static readonly float[] Numbers = [-3f, -0.25f, 0f, 0.333251953125f, 1f, 5.5f];

    [Theory]
    [InlineData("Gelu")]
    [InlineData("HardSwish")]
    [InlineData("Mish")]
    [InlineData("Softmax")]
    [InlineData("Sum")]
    public void Node_OnFloat16_RoundsWhatFloat32Gives_Once(string name)
    {
        ModelBuilder Build(int type) => new ModelBuilder { Opset = 22 }.Input("x", type, 6).Node(name, "n", ["x"], ["y"]).Output("y", type, 6);

        float[] wide = BuiltModel.Numbers(BuiltModel.Run(Build(1).Build(), BuiltModel.Floats(Numbers)));
        Tensor narrow = BuiltModel.Run(Build(10).Build(), Halves(Numbers)).Outputs[0];

        Assert.Equal(ElementType.Float16, narrow.Type);
        Assert.Equal(wide.Select(static number => (Half)number), narrow.As<Half>().ToArray());
    }

    [Fact]
    public void Weights_OfFloat16_AreWidenedWhenTheModelIsCompiled()
    {
        byte[] weights = [.. new[] { 1f, 2f, 3f, 4f }.SelectMany(static number => BitConverter.GetBytes((Half)number))];
        byte[] file = new ModelBuilder().Input("x", 10, 1, 2).Initializer("w", 10, [2, 2], weights).Node("MatMul", "m", ["x", "w"], ["y"]).Output("y", 10, 1, 2).Build();

        using OpenedModel model = BuiltModel.Open(file);
        Tensor y = BuiltModel.Run(file, Tensor.Create<Half>(ElementType.Float16, [1, 2], [(Half)1, (Half)10])).Outputs[0];

        Assert.Equal(["Cast", "Linear", "Cast"], model.Program.Steps.Select(static step => step.Operator));
        Assert.Equal("f32", Assert.Single(model.Program.Constants).Encoding);
        Assert.Equal([(Half)31, (Half)42], y.As<Half>().ToArray());
    }

    [Fact]
    public void Moves_OfFloat16_TouchNoElement()
    {
        byte[] file = new ModelBuilder().Input("x", 10, 2, 1).Node("Transpose", "t", ["x"], ["y"]).Output("y", 10, 1, 2).Build();

        using OpenedModel model = BuiltModel.Open(file);

        Assert.Equal("Transpose", Assert.Single(model.Program.Steps).Operator);
    }

    [Fact]
    public void Node_OfTwoFloatTypes_IsRefusedLikeOnnxDoes()
    {
        byte[] file = new ModelBuilder().Input("x", 10, 2).Input("w", 1, 2).Node("Add", "sum", ["x", "w"], ["y"]).Output("y").Build();

        InvalidInputException refused = BuiltModel.Refused(file);

        Assert.Equal("node 'sum' (Add): its inputs must have one type, not f16 and f32.", refused.Message);
    }

    [Fact]
    public void Branches_OnFloat16_KeepTheType()
    {
        static ModelBuilder Branch(string name) => new ModelBuilder().Node(name, "", ["x"], ["b"]).Output("b", 10, 6);
        byte[] file = new ModelBuilder().Input("c", 9).Input("x", 10, 6)
            .Node("If", "choice", ["c"], ["r"], ModelBuilder.Graph("then_branch", Branch("Exp")), ModelBuilder.Graph("else_branch", Branch("Neg")))
            .Node("Abs", "a", ["r"], ["y"]).Output("y", 10, 6).Build();

        Tensor y = BuiltModel.Run(file, BuiltModel.Bool(false), Halves(Numbers)).Outputs[0];

        Assert.Equal(Numbers.Select(static number => (Half)Math.Abs(number)), y.As<Half>().ToArray());
    }

    [Fact]
    public void Softmax_OnFloat64_GoesByFloat32AndSaysItsType()
    {
        byte[] file = new ModelBuilder().Input("x", 11, 2).Node("Softmax", "s", ["x"], ["y"]).Output("y", 11, 2).Build();

        Tensor y = BuiltModel.Run(file, Tensor.Create<double>(ElementType.Float64, [2], [0.0, 0.0])).Outputs[0];

        Assert.Equal([0.5, 0.5], y.As<double>().ToArray());
    }

    [Theory]
    [InlineData(22, new byte[] { 0x8F, 0x07 }, new[] { -1f, -8f, 7f })]
    [InlineData(21, new byte[] { 0x8F, 0x07 }, new[] { 15f, 8f, 7f })]
    [InlineData(23, new byte[] { 0x8F, 0x07 }, new[] { -6f, -0f, 6f })]
    [InlineData(26, new byte[] { 0b00_01_10_11 }, new[] { -1f, -2f, 1f })]
    [InlineData(25, new byte[] { 0b00_01_10_11 }, new[] { 3f, 2f, 1f })]
    [InlineData(17, new byte[] { 0x7E, 0x01, 0xBC }, new[] { 448f, 0.001953125f, -1.5f })]
    public void Weights_OfFewBits_AreUnpacked(int type, byte[] packed, float[] expected)
    {
        byte[] file = new ModelBuilder { Opset = 25 }.Initializer("w", type, [3], packed).Node("Cast", "c", ["w"], ["y"], ModelBuilder.Integer("to", 1)).Output("y").Build();
        byte[] cut = new ModelBuilder { Opset = 25 }.Initializer("w", type, [9], packed).Node("Cast", "c", ["w"], ["y"], ModelBuilder.Integer("to", 1)).Output("y").Build();

        Assert.Equal(expected, BuiltModel.Numbers(BuiltModel.Run(file)));
        Assert.Equal("tensor 'w'", BuiltModel.Refused(cut).Subject);
    }

    [Theory]
    [InlineData(8, "string")]
    [InlineData(14, "complex64")]
    [InlineData(15, "complex128")]
    [InlineData(99, "number 99")]
    public void Input_OfATypeWithoutNumbers_IsRefusedByName(int type, string name)
    {
        InvalidInputException refused = BuiltModel.Refused(new ModelBuilder().Input("x", type, 1).Node("Identity", "i", ["x"], ["y"]).Output("y").Build());

        Assert.Equal((InvalidInputKind.Unsupported, "input 'x'"), (refused.Kind, refused.Subject));
        Assert.Contains($"the element type {name},", refused.Message, StringComparison.Ordinal);
    }

    private static Tensor Halves(float[] numbers) =>
        Tensor.Create<Half>(ElementType.Float16, [numbers.Length], [.. numbers.Select(static number => (Half)number)]);
}
