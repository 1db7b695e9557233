using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Interpreter;

/// <summary>However many threads work on a run, and however many runs share them: the same bits.</summary>
public sealed class ThreadCountTests
{
    [Fact]
    public void Run_AnyNumberOfThreads_GivesOneTrace()
    {
        Tensor[] inputs = [SketchedModel.Random(1, 2, 8, 40, 40)];
        RunResult expected = Mixed().Load(1).Run(inputs, default);

        foreach (int threadCount in (ReadOnlySpan<int>)[2, 3, 8])
        {
            RunResult result = Mixed().Load(threadCount).Run(inputs, default);

            Assert.Equal(expected.TraceRoot, result.TraceRoot);
            Assert.Equal(expected.Outputs[0].Bytes, result.Outputs[0].Bytes);
        }
    }

    [Fact]
    public void Run_ManyAtOnceSomeCancelled_GivesOneTrace()
    {
        Tensor[] inputs = [SketchedModel.Random(1, 2, 8, 40, 40)];
        Executable executable = Mixed().Load(3);
        Digest expected = executable.Run(inputs, default).TraceRoot;

        Digest?[] roots = [.. Enumerable.Range(0, 40).AsParallel().WithDegreeOfParallelism(5).Select(run => RunOrCancel(executable, inputs, isCancelled: run % 4 == 3))];

        Assert.All(roots, root => Assert.True(root is null || root == expected));
        Assert.True(roots.Count(static root => root is not null) >= 30);
    }

    private static Digest? RunOrCancel(Executable executable, Tensor[] inputs, bool isCancelled)
    {
        using var cancellation = new CancellationTokenSource();
        if (isCancelled)
            cancellation.CancelAfter(1);
        try
        {
            return executable.Run(inputs, cancellation.Token).TraceRoot;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>A product, a convolution, maps and rows, each large enough to be cut into parts.</summary>
    private static SketchedModel Mixed()
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Float32, ["n", "8", "40", "40"]));
        int filters = model.Constant(24, 8, 3, 3);
        int weights = model.Constant(300, 1600);
        int bias = model.Constant(300);
        int convolved = model.Add("Gelu", [model.Add("Conv", [0, filters], ("pads", "1,1,1,1"))]);
        int rows = model.Add("Flatten", [convolved], ("axis", "2"));
        int linear = model.Add("Linear", [rows, weights, bias]);
        int softmax = model.Add("Softmax", [linear]);
        int product = model.Add("MatMul", [model.Add("Transpose", [linear], ("perm", "1,0")), softmax]);
        return model.Return(model.Add("Add", [product, model.Add("Tanh", [product])]));
    }
}
