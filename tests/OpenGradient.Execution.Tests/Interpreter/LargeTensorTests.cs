using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Interpreter;

/// <summary>Inputs and outputs of many stretches, which several threads look through and copy.</summary>
public sealed class LargeTensorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_ForeignNaNInAnyStretch_LeavesCanonical(int threadCount)
    {
        Executable executable = Tanh().Load(threadCount);
        foreach (int place in (ReadOnlySpan<int>)[0, 65_535, 65_536, 200_000, Count - 1])
        {
            uint[] elements = new uint[Count];
            elements[place] = 0xFFC00001;
            var input = Tensor.Create<uint>(ElementType.Float32, [Count], elements);

            RunResult result = executable.Run([input], default);

            Assert.Equal(0x7FC00000u, result.Outputs[0].As<uint>()[place]);
            Assert.Equal(0xFFC00001u, input.As<uint>()[place]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_IntoTensorsOfTheCaller_FillsThem(int threadCount)
    {
        Executable executable = Tanh().Load(threadCount);
        Tensor input = SketchedModel.Random(1, Count);
        byte[] expected = executable.Run([input], default).Outputs[0].Bytes;
        var own = new Tensor(ElementType.Float32, [Count], new byte[4 * Count]);
        Tensor?[] outputs = [own];

        executable.Run([input], outputs, default);

        Assert.Same(own, outputs[0]);
        Assert.Equal(expected, own.Bytes);
    }

    private static SketchedModel Tanh()
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Float32, ["n"]));
        return model.Return(model.Add("Tanh", [0]));
    }

    private const int Count = 300_001;
}
