using OpenGradient.Primitives;

namespace OpenGradient.Models.Tests.Onnx;

public sealed class FunctionModelTests
{
    [Fact]
    public void Function_WithAttributeReference_TakesTheAttributeOfTheCall()
    {
        byte[] file = Leaky().Input("x", 1, 2).Call("Leaky", ["x"], ["y"], ModelBuilder.Float("slope", 0.5f)).Output("y").Build();

        Assert.Equal([-2f, 4f], BuiltModel.Numbers(BuiltModel.Run(file, BuiltModel.Floats(-4f, 4f))));
    }

    [Fact]
    public void Function_CalledWithoutTheAttribute_HasTheDefaultOfTheOperator()
    {
        byte[] file = Leaky().Input("x", 1, 1).Call("Leaky", ["x"], ["y"]).Output("y").Build();

        Assert.Equal([-100f * 0.01f], BuiltModel.Numbers(BuiltModel.Run(file, BuiltModel.Floats(-100f))));
    }

    [Fact]
    public void Function_CalledByAFunction_SeesTheAttributesOfItsOwnCall()
    {
        byte[] file = Leaky()
            .Function("Twice", ["a"], ["b"], ModelBuilder.NodeOf("Leaky", "", ["a"], ["m"], ModelBuilder.Reference("slope", "outer", 1)).Text(7, "own"), ModelBuilder.NodeOf("Leaky", "", ["m"], ["b"], ModelBuilder.Float("slope", 0.5f)).Text(7, "own"))
            .Input("x", 1, 1).Call("Twice", ["x"], ["y"], ModelBuilder.Float("outer", 0.25f)).Output("y").Build();

        Assert.Equal([-1f], BuiltModel.Numbers(BuiltModel.Run(file, BuiltModel.Floats(-8f))));
    }

    [Fact]
    public void Function_WithAnOptionalInputThatIsNotGiven_PassesThatOn()
    {
        byte[] file = new ModelBuilder()
            .Function("Clamp", ["a", "low", "high"], ["b"], ModelBuilder.NodeOf("Clip", "", ["a", "low", "high"], ["b"]))
            .Initializer("one", 1, [], BitConverter.GetBytes(1f)).Input("x", 1, 3).Call("Clamp", ["x", "", "one"], ["y"]).Output("y").Build();

        Assert.Equal([-5f, 0f, 1f], BuiltModel.Numbers(BuiltModel.Run(file, BuiltModel.Floats(-5f, 0f, 5f))));
    }

    [Fact]
    public void Function_DoesNotSeeTheValuesOfTheGraph()
    {
        byte[] file = new ModelBuilder().Function("Peek", ["a"], ["b"], ModelBuilder.NodeOf("Add", "inner", ["a", "x"], ["b"])).Input("x", 1, 1).Call("Peek", ["x"], ["y"]).Output("y").Build();

        Assert.Equal("node 'inner'", BuiltModel.Refused(file).Subject);
    }

    [Fact]
    public void Function_ThatCallsItself_IsRefused()
    {
        byte[] file = new ModelBuilder()
            .Function("A", ["a"], ["b"], ModelBuilder.NodeOf("B", "", ["a"], ["b"]).Text(7, "own"))
            .Function("B", ["a"], ["b"], ModelBuilder.NodeOf("A", "", ["a"], ["b"]).Text(7, "own"))
            .Input("x", 1, 1).Call("A", ["x"], ["y"]).Output("y").Build();

        Assert.Contains("calls itself", BuiltModel.Refused(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Functions_ThatCallEachOtherTwice_EndAtTheLimitOfNodes()
    {
        ModelBuilder model = new ModelBuilder().Function("F0", ["a"], ["b"], ModelBuilder.NodeOf("Neg", "", ["a"], ["b"]));
        for (int level = 1; level <= 40; level++)
            model.Function($"F{level}", ["a"], ["b"], ModelBuilder.NodeOf($"F{level - 1}", "", ["a"], ["m"]).Text(7, "own"), ModelBuilder.NodeOf($"F{level - 1}", "", ["m"], ["b"]).Text(7, "own"));

        Assert.Equal(InvalidInputKind.TooLarge, BuiltModel.Refused(model.Input("x", 1, 1).Call("F40", ["x"], ["y"]).Output("y").Build()).Kind);
    }

    [Fact]
    public void Open_DomainWithoutAFunction_NamesTheNodeAndTheDomain()
    {
        byte[] file = new ModelBuilder().Input("x", 1, 1).Call("Foreign", ["x"], ["y"]).Output("y").Build();

        Assert.Equal("node 'y' (Foreign): operators of the domain 'own' are not supported.", BuiltModel.Refused(file).Message);
    }

    [Theory]
    [InlineData("SequenceEmpty", "sequences are not supported")]
    [InlineData("OptionalHasElement", "optional values are not supported")]
    [InlineData("StringSplit", "text is not supported")]
    [InlineData("RandomNormal", "random numbers")]
    public void Open_OperatorOfAKindThatIsRefused_SaysWhich(string name, string reason)
    {
        byte[] file = new ModelBuilder().Input("x", 1, 1).Node(name, "n", ["x"], ["y"]).Output("y").Build();

        InvalidInputException refused = BuiltModel.Refused(file);

        Assert.Equal(InvalidInputKind.Unsupported, refused.Kind);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal("node 'n'", refused.Subject);
    }

    private static ModelBuilder Leaky() => new ModelBuilder()
        .Function("Leaky", ["a"], ["b"], ModelBuilder.NodeOf("LeakyRelu", "", ["a"], ["b"], ModelBuilder.Reference("alpha", "slope", 1)));
}
