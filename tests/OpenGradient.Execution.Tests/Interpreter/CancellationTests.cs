using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Interpreter;

/// <summary>Runs that would take long end when they are cancelled. How soon is measured in bench/Cancellation.</summary>
public sealed class CancellationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_LongMatMul_IsCancelled(int threadCount)
    {
        var model = new SketchedModel(new ProgramInput("a", ElementType.Float32, ["4096", "4096"]));
        Executable executable = model.Return(model.Add("MatMul", [0, model.Add("MatMul", [0, 0])])).Load(threadCount);

        AssertCancelled(executable, new Tensor(ElementType.Float32, [4096, 4096], new byte[4096 * 4096 * 4]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_LongConvolution_IsCancelled(int threadCount)
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Float32, ["8", "128", "128", "128"]));
        int weights = model.Constant(256, 128, 5, 5);
        Executable executable = model.Return(model.Add("Conv", [0, weights], ("pads", "2,2,2,2"))).Load(threadCount);

        AssertCancelled(executable, new Tensor(ElementType.Float32, [8, 128, 128, 128], new byte[8 * 128 * 128 * 128 * 4]));
    }

    /// <summary>From a thread of its own: where other tests keep the pool busy, its timers may come after the end of the run.</summary>
    private static void AssertCancelled(Executable executable, Tensor input)
    {
        using var cancellation = new CancellationTokenSource();
        var canceller = new Thread(() =>
        {
            Thread.Sleep(30);
            cancellation.Cancel();
        });
        canceller.Start();

        Assert.Throws<OperationCanceledException>(() => executable.Run([input], cancellation.Token));
        canceller.Join();
    }
}
