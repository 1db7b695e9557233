using OpenGradient.Execution.Interpreter;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Interpreter;

/// <summary>A batch that passes several steps slice by slice gives the bits of one that passes them as a whole, step by step.</summary>
public sealed class BatchSliceTests
{
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Run_SliceBySlice_GivesTheBitsOfSingleSteps(int threadCount)
    {
        Executable executable = Residual(threadCount);

        // Where the second input has another batch, or planes that are broadcast, the stretch ends earlier or adds in another way.
        foreach ((int batch, int otherBatch, int otherPlanes) in ((int, int, int)[])[(4, 4, 6), (3, 3, 6), (5, 1, 6), (4, 4, 1), (1, 4, 6), (1, 1, 6), (6, 6, 6)])
        {
            Tensor[] inputs = Inputs(batch, otherBatch, otherPlanes);
            RunResult expected = executable.Run(inputs, TraceLevel.Full, default);
            for (int round = 0; round < 3; round++)
                AssertSame(expected, executable.Run(inputs, default));
        }
    }

    [Fact]
    public void Run_SliceBySlice_GivesEachElementTheBitsThatItHasAlone()
    {
        Executable executable = Residual(threadCount: 2);
        Tensor[] inputs = Inputs(4, 4, 6);
        RunResult batch = executable.Run(inputs, default);

        for (int element = 0; element < 4; element++)
        {
            RunResult alone = executable.Run([Element(inputs[0], element), Element(inputs[1], element)], default);

            Assert.All(alone.Outputs.Zip(batch.Outputs.Select(output => Element(output, element))), AssertSame);
        }
    }

    [Fact]
    public void Run_AfterRunsThatEndedWithinASlice_GivesTheSameBits()
    {
        Executable executable = Residual(threadCount: 2);
        Tensor[] inputs = Inputs(4, 4, 6);
        RunResult expected = executable.Run(inputs, TraceLevel.Full, default);
        for (int milliseconds = 1; milliseconds < 8; milliseconds++)
        {
            Assert.Throws<InvalidInputException>(() => executable.Run(Inputs(4, 4, 5), default));
            using var cancellation = new CancellationTokenSource(milliseconds);
            Exception? ending = Record.Exception(() => executable.Run(inputs, cancellation.Token));

            Assert.True(ending is null or OperationCanceledException);
            AssertSame(expected, executable.Run(inputs, default));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_SliceBySlice_AllocatesNothingInTheEnd(int threadCount)
    {
        Executable executable = Residual(threadCount);
        Tensor[] inputs = Inputs(4, 4, 6);
        var outputs = new Tensor?[4];
        for (int warming = 0; warming < 3; warming++)
            executable.Run(inputs, outputs, default);

        Allocation.AssertAtMost(0, () => executable.Run(inputs, outputs, default));
    }

    [Fact]
    public void Run_SliceBySlice_HoldsSlicesOnly()
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Float32, ["n", "4", "128", "128"]));
        int filters = model.Constant(4, 4, 3, 3);
        int axes = model.Constant(ElementType.Int64, [.. BitConverter.GetBytes(2L), .. BitConverter.GetBytes(3L)], 2);
        int x = 0;
        for (int step = 0; step < 4; step++)
            x = model.Add("Conv", [x, filters], ("pads", "1,1,1,1"));
        Executable executable = Load(model.Return(model.Add("ReduceMax", [x, axes])), threadCount: 1);
        RunState state = executable.NewState();
        for (int run = 0; run < 2; run++)
        {
            executable.RunSteps(state, [SketchedModel.Random(1, 16, 4, 128, 128)], TraceLevel.Program, default);
            state.Reset(isDone: true);
        }

        // The batch that the last convolution makes is 4 MiB; beside it there are two slices and scratch memory.
        Assert.InRange(state.RetainedBytes, 4 << 20, 6 << 20);
    }

    private static void AssertSame(RunResult expected, RunResult actual)
    {
        Assert.Equal(expected.TraceRoot, actual.TraceRoot);
        Assert.All(expected.Outputs.Zip(actual.Outputs), AssertSame);
    }

    private static void AssertSame((Tensor Expected, Tensor Actual) pair) => Assert.True(pair.Expected.Bytes.AsSpan().SequenceEqual(pair.Actual.Bytes));

    private static Tensor Element(Tensor batch, int element)
    {
        int byteCount = batch.Bytes.Length / (int)batch.Shape[0];
        return new Tensor(batch.Type, batch.Shape.SetItem(0, 1), batch.Bytes.AsSpan(element * byteCount, byteCount).ToArray());
    }

    private static Tensor[] Inputs(int batch, int otherBatch, int otherPlanes) =>
        [SketchedModel.Random(3, batch, 4, 128, 128), SketchedModel.Random(4, otherBatch, otherPlanes, 128, 128)];

    /// <summary>Additions of what the stretch makes and of what it does not; a value under another shape; values that are read within and after the stretch, or after it alone.</summary>
    private static Executable Residual(int threadCount)
    {
        var model = new SketchedModel(
            new ProgramInput("x", ElementType.Float32, ["n", "4", "128", "128"]), new ProgramInput("r", ElementType.Float32, ["m", "p", "128", "128"]));
        int filters = model.Constant(6, 4, 3, 3);
        int biases = model.Constant(6);
        int points = model.Constant(6, 6, 1, 1);
        int planes = model.Constant(6, 1, 3, 3);
        int kept = model.Constant(ElementType.Int64, new byte[4 * sizeof(long)], 4);
        int same = model.Add("Reshape", [0, kept]);
        int first = model.Add("Relu", [model.Add("Conv", [same, filters, biases], ("pads", "1,1,1,1"))]);
        int second = model.Add("Relu", [model.Add("Add", [model.Add("Conv", [first, points]), first])]);
        int third = model.Add("Add", [model.Add("Conv", [second, points, biases]), 1]);
        int pooled = model.Add("MaxPool", [third], ("kernel_shape", "3,3"), ("strides", "2,2"), ("pads", "1,1,1,1"));
        int last = model.Add("Relu", [model.Add("Conv", [pooled, planes], ("group", "6"), ("pads", "1,1,1,1"))]);
        return Load(model.Return(model.Add("Neg", [last]), model.Add("Neg", [second]), model.Add("Neg", [0]), model.Add("Neg", [1])), threadCount);
    }

    private static Executable Load(SketchedModel model, int threadCount)
    {
        Program program = model.Build();
        program = program with { Steps = [.. program.Steps.Select(static step => step with { IsTraced = step.Operator == "Neg" })] };
        return Executable.Load(program, model, new ExecutionOptions { ThreadCount = threadCount });
    }
}
