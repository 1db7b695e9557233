using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Interpreter;

public sealed class ExecutableTests
{
    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    [Fact]
    public void Run_WrongType_NamesTheInput()
    {
        InvalidInputException refused = Refused([new Tensor(ElementType.Int32, [2, 3], new byte[24])]);

        Assert.Equal("input 'x'", refused.Subject);
        Assert.Equal("Input 'x' must be f32, not i32.", refused.Message);
    }

    [Fact]
    public void Run_WrongShape_NamesTheInputAndBothShapes()
    {
        InvalidInputException refused = Refused([new Tensor(ElementType.Float32, [2, 4], new byte[32])]);

        Assert.Equal("Input 'x' must have the shape [batch,3], not [2,4].", refused.Message);
    }

    [Fact]
    public void Run_WrongInputCount_IsRefused() => Assert.Equal("inputs", Refused([]).Subject);

    [Fact]
    public void Run_ForeignNaN_LeavesCanonical()
    {
        var input = Tensor.Create<uint>(ElementType.Float32, [1, 3], [0xFFC00001, 0x7F800001, 0x3F800000]);

        RunResult result = Relu().Run([input], default);

        Assert.Equal([0x7FC00000u, 0x7FC00000u, 0x3F800000u], result.Outputs[0].As<uint>().ToArray());
        Assert.Equal(0xFFC00001u, input.As<uint>()[0]);
    }

    [Fact]
    public void Run_AnOutputIntoAnInput_IsRefused()
    {
        var input = Tensor.Create<float>(ElementType.Float32, [1, 3], [1f, -1f, 0.5f]);
        var program = new Program(
            [new ProgramInput("x", ElementType.Float32, ["1", "3"])], [], [new Step("Relu", [0], 1, None, IsTraced: true)], [new ProgramOutput("y", 1), new ProgramOutput("x", 0)]);
        Executable executable = Executable.Load(program, new NoConstants());

        Assert.Throws<ArgumentException>("outputs", () => executable.Run([input], [input, null], default));
        Assert.Throws<ArgumentException>("outputs", () => executable.Run([input], [null, new Tensor(ElementType.Float32, [1, 3], input.Bytes)], default));
        Assert.Throws<ArgumentException>("outputs", () => Relu().Run([input], [input], default));
        Assert.Equal([1f, -1f, 0.5f], input.As<float>().ToArray());
    }

    [Fact]
    public void Run_Trace_IsTheRootThatTheSpecificationSays()
    {
        RunResult result = Relu().Run([Tensor.Create<float>(ElementType.Float32, [1, 3], [1f, -1f, 0.5f])], default);

        byte[] leaf = [0, 0, 0, 0, 0, 0, 0, 0, .. MerkleTree.HashLeaf(result.Outputs[0].Bytes).ToArray(), .. "f32[1,3]"u8];
        Assert.Equal(MerkleTree.HashLeaf(leaf), result.TraceRoot);
        Assert.Equal(1, result.TraceLeafCount);
    }

    [Fact]
    public void Run_FullTrace_HasALeafForEveryStepAndTheSameReceiptRoot()
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Float32, ["30", "30"]));
        Program program = model.Return(model.Add("Relu", [model.Add("Transpose", [0])])).Build();
        program = program with { Steps = program.Steps.SetItem(0, program.Steps[0] with { IsTraced = false }) };
        Executable executable = Executable.Load(program, model);
        Tensor[] inputs = [SketchedModel.Random(1, 30, 30)];

        RunResult full = executable.Run(inputs, TraceLevel.Full, default);
        RunResult plain = executable.Run(inputs, default);

        Assert.Equal((plain.TraceRoot, 1L), (full.TraceRoot, full.TraceLeafCount));
        Assert.Null(plain.FullTrace);
        Assert.Equal(2, full.FullTrace!.Leaves.Length);
        TraceLeaf leaf = full.FullTrace.Leaves[1];
        Assert.Equal((1, 0, TraceTiles.Root(full.Outputs[0].Bytes), plain.TraceRoot), (leaf.Step, leaf.Output, leaf.Tiles, leaf.Hash()));
        Assert.Equal(MerkleTree.HashNode(full.FullTrace.LeafHashes[0], plain.TraceRoot), full.FullTrace.Root);
    }

    [Fact]
    public void Run_AfterAFailedRun_WorksAgain()
    {
        Executable executable = Concat();
        var fits = new Tensor(ElementType.Float32, [2, 3], new byte[24]);
        var doesNot = new Tensor(ElementType.Float32, [1, 3], new byte[12]);

        Assert.Throws<InvalidInputException>(() => executable.Run([fits, doesNot], default));
        RunResult result = executable.Run([fits, fits], default);

        Assert.Equal<long>([2, 6], result.Outputs[0].Shape);
    }

    [Fact]
    public void Run_Cancelled_Stops() =>
        Assert.Throws<OperationCanceledException>(static () => Relu().Run([new Tensor(ElementType.Float32, [1, 3], new byte[12])], new CancellationToken(canceled: true)));

    [Fact]
    public void Load_UnknownOperator_NamesTheStep()
    {
        InvalidInputException refused = Assert.Throws<InvalidInputException>(static () => Load(new Step("Frobnicate", [0], 1, None, IsTraced: true)));

        Assert.Equal("step 0 (Frobnicate)", refused.Subject);
        Assert.Equal(InvalidInputKind.Unsupported, refused.Kind);
    }

    [Fact]
    public void Load_StepThatReadsItself_IsRefused() =>
        Assert.Equal("program", Assert.Throws<InvalidInputException>(static () => Load(new Step("Relu", [1], 1, None, IsTraced: true))).Subject);

    [Fact]
    public void Run_Again_AllocatesLittle()
    {
        Executable executable = Relu();
        Tensor[] inputs = [new(ElementType.Float32, [1000, 3], new byte[12000])];
        executable.Run(inputs, default);
        executable.Run(inputs, default);

        long least = long.MaxValue;
        for (int round = 0; round < 10; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            executable.Run(inputs, default);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // The output's own 12,000 bytes, and what holds them.
        Assert.InRange(least, 12_000, 12_600);
    }

    private static InvalidInputException Refused(Tensor[] inputs) => Assert.Throws<InvalidInputException>(() => Relu().Run(inputs, default));

    private static Executable Relu() => Load(new Step("Relu", [0], 1, None, IsTraced: true));

    private static Executable Load(Step step) => Executable.Load(
        new Program([new ProgramInput("x", ElementType.Float32, ["batch", "3"])], [], [step], [new ProgramOutput("y", 1)]), new NoConstants());

    private static Executable Concat() => Executable.Load(
        new Program(
            [new ProgramInput("a", ElementType.Float32, ["n", "3"]), new ProgramInput("b", ElementType.Float32, ["m", "3"])],
            [],
            [new Step("Concat", [0, 1], 1, None.Add("axis", "1"), IsTraced: false)],
            [new ProgramOutput("y", 2)]),
        new NoConstants());

    private sealed class NoConstants : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => throw new InvalidOperationException("There are no constants.");
    }
}
