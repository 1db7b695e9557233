using OpenGradient.Execution.Interpreter.Buffers;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Interpreter;

/// <summary>Memory is planned ahead: nothing is allocated by a run with known shapes, and nothing that is still read is overwritten.</summary>
public sealed class MemoryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_KnownShapesAndOwnOutputs_AllocatesNothing(int threadCount)
    {
        Executable executable = Mixed().Load(threadCount);
        Tensor[] inputs = [SketchedModel.Random(1, 1, 3, 32, 32)];
        var outputs = new Tensor?[2];
        for (int warming = 0; warming < 3; warming++)
            executable.Run(inputs, outputs, default);

        Allocation.AssertAtMost(0, () => executable.Run(inputs, outputs, default));
    }

    [Fact]
    public void Run_PlannedUnplannedAndInPlace_GivesOneTrace()
    {
        Executable executable = Mixed().Load();
        Tensor[] small = [SketchedModel.Random(1, 1, 3, 32, 32)];
        Tensor[] large = [SketchedModel.Random(2, 3, 3, 32, 32)];
        Digest[] expected = [executable.Run(small, TraceLevel.Full, default).TraceRoot, executable.Run(large, TraceLevel.Full, default).TraceRoot];

        for (int round = 0; round < 4; round++)
        {
            Assert.Equal(expected[0], executable.Run(small, default).TraceRoot);
            Assert.Equal(expected[1], executable.Run(large, default).TraceRoot);
            Assert.Equal(expected[1], executable.Run(large, default).TraceRoot);
        }
    }

    [Fact]
    public void Run_OutputOfAnotherShape_IsReplaced()
    {
        Executable executable = Mixed().Load();
        var outputs = new Tensor?[2];
        executable.Run([SketchedModel.Random(1, 1, 3, 32, 32)], outputs, default);
        Tensor? first = outputs[0];

        executable.Run([SketchedModel.Random(1, 2, 3, 32, 32)], outputs, default);
        Tensor? second = outputs[0];
        executable.Run([SketchedModel.Random(1, 2, 3, 32, 32)], outputs, default);

        Assert.NotSame(first, second);
        Assert.Same(second, outputs[0]);
    }

    [Fact]
    public void Run_WithTooFewPlaces_IsRefused() =>
        Assert.Throws<ArgumentException>(static () => Mixed().Load().Run([SketchedModel.Random(1, 1, 3, 32, 32)], new Tensor?[1], default));

    [Fact]
    public void Run_SizesThatDependOnElements_StaysRightWithoutAPlan()
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Float32, ["n"]), new ProgramInput("count", ElementType.Int64, ["1"]));
        int tiled = model.Add("Tile", [0, 1]);
        Executable executable = model.Return(model.Add("Neg", [model.Add("Relu", [tiled])])).Load();
        Tensor x = Tensor.Create<float>(ElementType.Float32, [3], [1f, -2f, 3f]);
        for (long count = 1; count <= 6; count++)
        {
            foreach (long again in (ReadOnlySpan<long>)[count, count, 1])
            {
                RunResult result = executable.Run([x, Tensor.Create<long>(ElementType.Int64, [1], [again])], default);

                Assert.Equal(Enumerable.Repeat<float[]>([-1f, -0f, -3f], (int)again).SelectMany(static part => part), result.Outputs[0].As<float>().ToArray());
            }
        }
    }

    [Fact]
    public void TryCreate_BuffersThatLiveTogether_DoNotOverlap()
    {
        var random = new Random(3);
        for (int round = 0; round < 50; round++)
        {
            var demand = new MemoryDemand();
            var live = new List<int>();
            for (int number = 0; number < 60; number++)
            {
                while (live.Count > 0 && random.Next(3) == 0)
                {
                    demand.Release(live[^1]);
                    live.RemoveAt(random.Next(2) == 0 ? live.Count - 1 : 0);
                }

                demand.Rent(random.Next(5000));
                live.Add(number);
            }

            AssertApart(demand, MemoryPlan.TryCreate(demand)!);
        }
    }

    private static void AssertApart(MemoryDemand demand, MemoryPlan plan)
    {
        for (int later = 0; later < demand.Count; later++)
        {
            Assert.Equal(0, plan.Offsets[later] % MemoryPlan.Alignment);
            for (int earlier = 0; earlier < later; earlier++)
            {
                bool overlap = plan.Offsets[earlier] < plan.Offsets[later] + plan.ByteCounts[later] && plan.Offsets[later] < plan.Offsets[earlier] + plan.ByteCounts[earlier];
                Assert.False(overlap && demand[earlier].End > later);
                if (overlap)
                    Assert.Contains(earlier, plan.Neighbours[later]);
            }
        }
    }

    private static SketchedModel Mixed()
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Float32, ["n", "3", "32", "32"]));
        int filters = model.Constant(8, 3, 3, 3);
        int bias = model.Constant(8);
        int weights = model.Constant(20, 8 * 16 * 16);
        int column = model.Constant(8, 1, 1);
        int shape = model.Constant(ElementType.Int64, [.. BitConverter.GetBytes(0L), .. BitConverter.GetBytes(-1L)], 2);
        int axes = model.Constant(ElementType.Int64, BitConverter.GetBytes(1L), 1);
        int convolved = model.Add("Relu", [model.Add("Conv", [0, filters, bias], ("pads", "1,1,1,1"))]);
        int pooled = model.Add("MaxPool", [convolved], ("kernel_shape", "2,2"), ("strides", "2,2"));
        int shifted = model.Add("Sub", [model.Add("Sigmoid", [model.Add("Mul", [pooled, column])]), pooled]);
        int rows = model.Add("Reshape", [model.Add("Transpose", [shifted], ("perm", "0,2,3,1")), shape]);
        int linear = model.Add("Linear", [rows, weights]);
        int product = model.Add("MatMul", [linear, model.Add("Transpose", [linear])]);
        int softmax = model.Add("Softmax", [model.Add("Tanh", [linear])]);
        int chosen = model.Add("Gather", [linear, axes], ("axis", "-1"));
        int joined = model.Add("Concat", [softmax, linear, chosen], ("axis", "1"));
        return model.Return(model.Add("ReduceMean", [joined, axes]), model.Add("Abs", [product]));
    }
}
