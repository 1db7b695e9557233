using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Interpreter;

public sealed class ControlFlowTests
{
    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    [Theory]
    [InlineData(1, 7f)]
    [InlineData(0, -7f)]
    public void If_TakesTheBodyThatTheConditionNames(byte condition, float expected)
    {
        // 0: c, 1: x; body 0: 2 = Abs(x); body 1: 3 = Neg(x); 4 = If
        var choice = new Step("If", [0], 1, None, IsTraced: true) { Bodies = [new Body(0, [Unary("Abs", 1)], [2]), new Body(0, [Unary("Neg", 1)], [3])] };
        Executable executable = Load([new("c", ElementType.Bool, []), new("x", ElementType.Float32, ["1"])], [choice], 4);

        RunResult result = executable.Run([new Tensor(ElementType.Bool, [], [condition]), Floats(7f)], default);

        Assert.Equal([expected], result.Outputs[0].As<float>().ToArray());
        Assert.Equal(2, result.TraceLeafCount);
    }

    [Fact]
    public void Loop_CarriesValuesAndJoinsParts()
    {
        RunResult result = Doubling().Run([Count(3), Floats(1f)], default);

        Assert.Equal([8f], result.Outputs[0].As<float>().ToArray());
        Assert.Equal([2f, 4f, 8f], result.Outputs[1].As<float>().ToArray());
        Assert.Equal<long>([3, 1], result.Outputs[1].Shape);
    }

    [Fact]
    public void Loop_WithoutIterations_GivesTheInitialValuesAndEmptyParts()
    {
        RunResult result = Doubling().Run([Count(0), Floats(1f)], default);

        Assert.Equal([1f], result.Outputs[0].As<float>().ToArray());
        Assert.Equal<long>([0, 1], result.Outputs[1].Shape);
        Assert.Equal(ElementType.Float32, result.Outputs[1].Type);
    }

    [Fact]
    public void Loop_Trace_HasALeafForEachIterationThenThoseOfTheLoop()
    {
        RunResult result = Doubling().Run([Count(2), Floats(1f)], default);

        Digest[] leaves =
        [
            Leaf(1, 0, [0], "f32[1]", [2f]),
            Leaf(1, 0, [1], "f32[1]", [4f]),
            Leaf(0, 0, [], "f32[1]", [4f]),
            Leaf(0, 1, [], "f32[2,1]", [2f, 4f]),
        ];
        Assert.Equal(MerkleTree.Root(leaves), result.TraceRoot);
        Assert.Equal(4, result.TraceLeafCount);
    }

    [Fact]
    public void Loop_WhileConditionHolds_StopsWhenTheBodySaysSo()
    {
        // 0: x; constant 1: limit; body 2: i, 3: c, 4: v, 5 = Add(v, v), 6 = Less(v, limit); Loop gives 7
        var loop = new Step("Loop", [Step.Absent, Step.Absent, 0], 1, None, IsTraced: false)
        {
            Bodies = [new Body(3, [new Step("Add", [4, 4], 1, None, false), new Step("Less", [4, 1], 1, None, false)], [6, 5])],
        };
        Executable executable = Load([new("x", ElementType.Float32, ["1"]), new("limit", ElementType.Float32, ["1"])], [loop], 7);

        RunResult result = executable.Run([Floats(1f), Floats(10f)], default);

        Assert.Equal([32f], result.Outputs[0].As<float>().ToArray());
    }

    [Fact]
    public void Loop_ThatNeverEnds_EndsAtTheLimitWithAnErrorThatNamesIt()
    {
        var loop = new Step("Loop", [Step.Absent, Step.Absent, 0], 1, None, IsTraced: false) { Bodies = [new Body(3, [Unary("Neg", 3)], [2, 4])] };
        Executable executable = Load([new("x", ElementType.Float32, ["1"])], [loop], 5, new ExecutionLimits(1 << 20) { BodySteps = 1000 });

        InvalidInputException refused = Assert.Throws<InvalidInputException>(() => executable.Run([Floats(1f)], default));

        Assert.Equal("step 0 (Loop)", refused.Subject);
        Assert.Equal(InvalidInputKind.TooLarge, refused.Kind);
    }

    [Fact]
    public void Loop_PartsOfDifferentShape_AreRefused()
    {
        // The carried value grows by itself in each iteration, and is a part as well.
        var concat = new Step("Concat", [4, 4], 1, None, IsTraced: false);
        var loop = new Step("Loop", [0, Step.Absent, 1], 2, None, IsTraced: false) { Bodies = [new Body(3, [concat], [3, 5, 5])] };
        Executable executable = Load([new("n", ElementType.Int64, []), new("x", ElementType.Float32, ["1"])], [loop], 6);

        Assert.Contains("part 0 is f32[2] first and f32[4] later", Assert.Throws<InvalidInputException>(() => executable.Run([Count(2), Floats(1f)], default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loop_InsideALoop_ReadsOuterValuesAndCountsBothIterations()
    {
        // 0: n, 1: x; outer body: 2 i, 3 c, 4 v; inner body: 5 i, 6 c, 7 w, 8 = Add(w, x); inner gives 9; outer gives 10
        var inner = new Step("Loop", [0, Step.Absent, 4], 1, None, IsTraced: false) { Bodies = [new Body(3, [new Step("Add", [7, 1], 1, None, true)], [6, 8])] };
        var outer = new Step("Loop", [0, Step.Absent, 1], 1, None, IsTraced: false) { Bodies = [new Body(3, [inner], [3, 9])] };
        Executable executable = Load([new("n", ElementType.Int64, []), new("x", ElementType.Float32, ["1"])], [outer], 10);

        RunResult result = executable.Run([Count(2), Floats(1f)], default);

        Assert.Equal([5f], result.Outputs[0].As<float>().ToArray());
        Digest[] leaves = [Leaf(2, 0, [0, 0], "f32[1]", [2f]), Leaf(2, 0, [0, 1], "f32[1]", [3f]), Leaf(2, 0, [1, 0], "f32[1]", [4f]), Leaf(2, 0, [1, 1], "f32[1]", [5f])];
        Assert.Equal(MerkleTree.Root(leaves), result.TraceRoot);
    }

    [Fact]
    public void Run_AfterABodyFailed_WorksAgainWithTheSameMemory()
    {
        Executable executable = Load(
            [new("n", ElementType.Int64, []), new("x", ElementType.Float32, ["k"])],
            [new Step("Loop", [0, Step.Absent, 1], 1, None, false) { Bodies = [new Body(3, [new Step("Concat", [4, 4], 1, None, false)], [3, 5])] }],
            6,
            new ExecutionLimits(1 << 16));
        for (int attempt = 0; attempt < 100; attempt++)
            Assert.Throws<InvalidInputException>(() => executable.Run([Count(30), Floats(1f)], default));

        Assert.Equal(8, executable.Run([Count(3), Floats(1f)], default).Outputs[0].ElementCount);
    }

    [Fact]
    public void Loop_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        var loop = new Step("Loop", [Step.Absent, Step.Absent, 0], 1, None, IsTraced: false) { Bodies = [new Body(3, [Unary("Neg", 3)], [2, 4])] };
        Executable executable = Load([new("x", ElementType.Float32, ["1"])], [loop], 5, new ExecutionLimits(1 << 20) { BodySteps = long.MaxValue });

        Task run = Task.Run(() => executable.Run([Floats(1f)], source.Token), TestContext.Current.CancellationToken);
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => run.GetAwaiter().GetResult());
    }

    [Theory]
    [InlineData("If", 1)]
    [InlineData("Relu", 2)]
    public void Load_WrongNumberOfBodies_IsRefused(string name, int bodies)
    {
        var step = new Step(name, [0], 1, None, IsTraced: false) { Bodies = [.. Enumerable.Repeat(new Body(0, [], [0]), bodies)] };

        Assert.Contains("bodies", Assert.Throws<InvalidInputException>(() => Load([new("x", ElementType.Bool, [])], [step], 1)).Message, StringComparison.Ordinal);
    }

    /// <summary>0: n, 1: x; body: 2 i, 3 c, 4 v, 5 = Add(v, v); Loop gives 6 (carried) and 7 (parts).</summary>
    private static Executable Doubling() => Load(
        [new("n", ElementType.Int64, []), new("x", ElementType.Float32, ["1"])],
        [new Step("Loop", [0, Step.Absent, 1], 2, None.Add("shape0", "1"), IsTraced: true) { Bodies = [new Body(3, [new Step("Add", [4, 4], 1, None, true)], [3, 5, 5])] }],
        6,
        outputs: 2);

    private static Step Unary(string name, int input) => new(name, [input], 1, None, IsTraced: true);

    private static Tensor Floats(params float[] numbers) => Tensor.Create<float>(ElementType.Float32, [numbers.Length], numbers);

    private static Tensor Count(long count) => Tensor.Create<long>(ElementType.Int64, [], [count]);

    private static Digest Leaf(uint step, uint output, uint[] path, string header, float[] elements)
    {
        var leaf = new List<byte>();
        foreach (uint number in (uint[])[step, output, .. path])
        {
            byte[] bytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
            leaf.AddRange(bytes);
        }

        Digest tile = MerkleTree.HashLeaf([.. elements.SelectMany(BitConverter.GetBytes)]);
        return MerkleTree.HashLeaf([.. leaf, .. tile.ToArray(), .. Encoding.ASCII.GetBytes(header)]);
    }

    private static Executable Load(ProgramInput[] inputs, Step[] steps, int firstOutput, ExecutionLimits? limits = null, int outputs = 1) => Executable.Load(
        new Program([.. inputs], [], [.. steps], [.. Enumerable.Range(0, outputs).Select(index => new ProgramOutput($"y{index}", firstOutput + index))]),
        new NoConstants(),
        limits ?? ExecutionLimits.Default);

    private sealed class NoConstants : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => throw new InvalidOperationException("There are no constants.");
    }
}
