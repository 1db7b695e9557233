using System.Runtime.CompilerServices;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Interpreter;

/// <summary>Outputs are made in the caller's tensors where that is safe: what they hold, and the trace, never depend on which tensors are given.</summary>
public sealed class OutputMemoryTests
{
    [Fact]
    public void Run_IntoOwnTensors_MakesTheSame()
    {
        Executable executable = Branching();
        RunResult expected = executable.Run([Input()], default);
        Tensor?[] outputs = [.. expected.Outputs.Select(static output => new Tensor(output.Type, output.Shape, new byte[output.Bytes.Length]))];
        Tensor?[] given = [.. outputs];

        for (int round = 0; round < 3; round++)
        {
            foreach (Tensor? output in outputs)
                output!.Bytes.AsSpan().Fill(0xFF);
            Assert.Equal(expected.TraceRoot, executable.Run([Input()], outputs, default).Root);
            Assert.Equal(given, outputs);
            Assert.Equal(expected.Outputs.Select(static output => output.Bytes), outputs.Select(static output => output!.Bytes));
        }
    }

    [Fact]
    public void Run_OneTensorForTwoOutputs_HoldsTheLater()
    {
        Executable executable = Branching();
        RunResult expected = executable.Run([Input()], default);
        Tensor shared = Input();

        Assert.Equal(expected.TraceRoot, executable.Run([Input()], [shared, shared, shared, null], default).Root);

        Assert.Equal(expected.Outputs[2].Bytes, shared.Bytes);
    }

    [Fact]
    public void Run_HasEnded_TensorsAreLetGo()
    {
        Executable executable = Branching();
        WeakReference[] bytes = RunAndForget(executable);

        GC.Collect();

        Assert.All(bytes, static reference => Assert.False(reference.IsAlive));
        GC.KeepAlive(executable);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] RunAndForget(Executable executable)
    {
        var outputs = new Tensor?[4];
        for (int round = 0; round < 3; round++)
            executable.Run([Input()], outputs, default);
        return [.. outputs.Select(static output => new WeakReference(output!.Bytes))];
    }

    private static Tensor Input() => SketchedModel.Random(1, 4, 6);

    /// <summary>An output that later steps read, one that is written over nothing, one that shares memory with another, and one that a fused step makes.</summary>
    private static Executable Branching()
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Float32, ["n", "6"]));
        int weights = model.Constant(6, 6);
        int negative = model.Add("Neg", [0]);
        int function = model.Add("Tanh", [negative]);
        int sum = model.Add("Add", [0, function]);
        int shared = model.Add("Squeeze", [negative]);
        int product = model.Add("Relu", [model.Add("MatMul", [sum, weights])]);
        return model.Return(negative, sum, product, shared).Load();
    }
}
