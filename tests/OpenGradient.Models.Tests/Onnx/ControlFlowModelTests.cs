using OpenGradient.Execution;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tests.Onnx;

public sealed class ControlFlowModelTests
{
    [Theory]
    [InlineData(true, 3f)]
    [InlineData(false, -2f)]
    public void If_TakesTheBranch_ThatReadsValuesFromAround(bool condition, float expected)
    {
        byte[] file = new ModelBuilder().Input("c", 9).Input("x", 1, 1)
            .Node("If", "choice", ["c"], ["y"], ModelBuilder.Graph("then_branch", new ModelBuilder().Node("Add", "a", ["x", "one"], ["t"]).Output("t")), ModelBuilder.Graph("else_branch", new ModelBuilder().Node("Neg", "n", ["x"], ["e"]).Output("e")))
            .Initializer("one", 1, [1], BitConverter.GetBytes(1f)).Output("y").Build();

        Assert.Equal([expected], BuiltModel.Numbers(BuiltModel.Run(file, BuiltModel.Bool(condition), BuiltModel.Floats(2f))));
    }

    [Fact]
    public void If_OfAConstant_LeavesOneBranch()
    {
        byte[] file = new ModelBuilder().Input("x", 1, 1).Initializer("c", 9, [], [0])
            .Node("If", "choice", ["c"], ["y"], ModelBuilder.Graph("then_branch", new ModelBuilder().Node("Abs", "a", ["x"], ["t"]).Output("t")), ModelBuilder.Graph("else_branch", new ModelBuilder().Node("Neg", "n", ["x"], ["e"]).Output("e")))
            .Output("y").Build();

        using OpenedModel model = BuiltModel.Open(file);

        Assert.Equal(["Neg"], model.Program.Steps.Select(static step => step.Operator));
    }

    [Fact]
    public void Loop_CountsCarriesAndCollects()
    {
        RunResult result = BuiltModel.Run(Loop(), BuiltModel.Long(3), BuiltModel.Floats(1f));

        Assert.Equal([1f + 0 + 1 + 2], BuiltModel.Numbers(result));
        Assert.Equal([1f, 1f, 2f], BuiltModel.Numbers(result, 1));
    }

    [Fact]
    public void Loop_WithoutIterations_GivesPartsAsDeclared()
    {
        RunResult result = BuiltModel.Run(Loop(), BuiltModel.Long(0), BuiltModel.Floats(1f));

        Assert.Equal<long>([0, 1], result.Outputs[1].Shape);
    }

    [Fact]
    public void Loop_BeforeTheNodeWhoseValueItsBodyReads_IsMovedBehindIt()
    {
        ModelBuilder body = new ModelBuilder().Input("i", 7).Input("go", 9).Input("v", 1, 1).Node("Add", "a", ["v", "late"], ["w"]).Output("go", 9).Output("w");
        byte[] file = new ModelBuilder().Input("n", 7).Input("x", 1, 1)
            .Node("Loop", "loop", ["n", "", "x"], ["y"], ModelBuilder.Graph("body", body)).Node("Neg", "maker", ["x"], ["late"]).Output("y").Build();

        Assert.Equal([-2f], BuiltModel.Numbers(BuiltModel.Run(file, BuiltModel.Long(2), BuiltModel.Floats(2f))));
    }

    [Theory]
    [InlineData(0, 0, new[] { 1f, 3f, 6f, 10f, 2f, 5f, 9f, 14f })]
    [InlineData(1, 0, new[] { 4f, 7f, 9f, 10f, 5f, 9f, 12f, 14f })]
    [InlineData(0, 1, new[] { 10f, 6f, 3f, 1f, 14f, 9f, 5f, 2f })]
    public void Scan_OverColumns_SumsInEitherDirection(long direction, long outputDirection, float[] expected)
    {
        ModelBuilder body = new ModelBuilder().Input("s", 1, 2).Input("e", 1, 2).Node("Add", "a", ["s", "e"], ["t"]).Node("Identity", "i", ["t"], ["u"]).Output("t", 1, 2).Output("u", 1, 2);
        byte[] file = new ModelBuilder().Input("x", 1, 2, 4).Initializer("zero", 1, [2], new byte[8])
            .Node(
                "Scan",
                "scan",
                ["zero", "x"],
                ["last", "y"],
                ModelBuilder.Graph("body", body),
                ModelBuilder.Integer("num_scan_inputs", 1),
                ModelBuilder.Integers("scan_input_axes", 1),
                ModelBuilder.Integers("scan_output_axes", -1),
                ModelBuilder.Integers("scan_input_directions", direction),
                ModelBuilder.Integers("scan_output_directions", outputDirection))
            .Output("y").Build();

        RunResult result = BuiltModel.Run(file, BuiltModel.Floats([2, 4], [1, 2, 3, 4, 2, 3, 4, 5]));

        Assert.Equal<long>([2, 4], result.Outputs[0].Shape);
        Assert.Equal(expected, BuiltModel.Numbers(result));
    }

    [Theory]
    [InlineData(0, new[] { 1f, 3f, 10f, 30f })]
    [InlineData(1, new[] { 2f, 3f, 20f, 30f })]
    public void Scan_OfOperatorSet8_ScansEachElementOfTheBatchByItself(long direction, float[] expected)
    {
        RunResult result = BuiltModel.Run(BatchScan(direction), BuiltModel.Floats([2, 1], [0, 0]), BuiltModel.Floats([2, 2, 1], [1, 2, 10, 20]));

        Assert.Equal([3f, 30f], BuiltModel.Numbers(result));
        Assert.Equal<long>([2, 2, 1], result.Outputs[1].Shape);
        Assert.Equal(expected, BuiltModel.Numbers(result, 1));
    }

    [Fact]
    public void Scan_OfOperatorSet8_WithoutABatch_GivesEmptyOutputsOfTheSameRank()
    {
        RunResult result = BuiltModel.Run(BatchScan(0), BuiltModel.Floats([0, 1], []), BuiltModel.Floats([0, 2, 1], []));

        Assert.Equal<long>([0, 1], result.Outputs[0].Shape);
        Assert.Equal<long>([0, 0, 1], result.Outputs[1].Shape);
    }

    [Fact]
    public void Scan_OverTensorsOfDifferentLength_EndsWithAnError()
    {
        ModelBuilder body = new ModelBuilder().Input("e", 1).Input("f", 1).Node("Add", "a", ["e", "f"], ["t"]).Output("t", 1);
        byte[] file = new ModelBuilder().Input("x", 1, 3).Input("y", 1, 4)
            .Node("Scan", "scan", ["x", "y"], ["z"], ModelBuilder.Graph("body", body), ModelBuilder.Integer("num_scan_inputs", 2)).Output("z").Build();

        Assert.Throws<InvalidInputException>(() => BuiltModel.Run(file, BuiltModel.Floats(1f, 2f, 3f), BuiltModel.Floats(1f, 2f, 3f, 4f)));
    }

    [Fact]
    public void Open_SubGraphThatReadsAnUnknownName_NamesTheNodeInside()
    {
        byte[] file = new ModelBuilder().Input("c", 9)
            .Node("If", "choice", ["c"], ["y"], ModelBuilder.Graph("then_branch", new ModelBuilder().Node("Neg", "inner", ["nothing"], ["t"]).Output("t")), ModelBuilder.Graph("else_branch", new ModelBuilder().Output("c")))
            .Output("y").Build();

        Assert.Equal("node 'inner'", BuiltModel.Refused(file).Subject);
    }

    /// <summary>Sums along the second axis, the first being the batch.</summary>
    private static byte[] BatchScan(long direction)
    {
        ModelBuilder body = new ModelBuilder().Input("s", 1, 1).Input("e", 1, 1).Node("Add", "a", ["s", "e"], ["t"]).Node("Identity", "i", ["t"], ["u"]).Output("t", 1, 1).Output("u", 1, 1);
        return new ModelBuilder { Opset = 8 }.InputNamed("s0", 1, "batch", "1").InputNamed("x", 1, "batch", "2", "1")
            .Node("Scan", "scan", ["", "s0", "x"], ["last", "y"], ModelBuilder.Graph("body", body), ModelBuilder.Integer("num_scan_inputs", 1), ModelBuilder.Integers("directions", direction))
            .Output("last").Output("y").Build();
    }

    /// <summary>v = x + 0 + 1 + …; the parts are v before each addition.</summary>
    private static byte[] Loop()
    {
        ModelBuilder body = new ModelBuilder().Input("i", 7).Input("go", 9).Input("v", 1, 1)
            .Node("Cast", "f", ["i"], ["number"], ModelBuilder.Integer("to", 1)).Node("Add", "a", ["v", "number"], ["w"]).Node("Identity", "p", ["v"], ["part"])
            .Output("go", 9).Output("w", 1, 1).Output("part", 1, 1);
        return new ModelBuilder().Input("n", 7).Input("x", 1, 1).Node("Loop", "loop", ["n", "", "x"], ["y", "parts"], ModelBuilder.Graph("body", body)).Output("y").Output("parts").Build();
    }
}
