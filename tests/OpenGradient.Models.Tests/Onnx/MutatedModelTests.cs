using CsCheck;
using OpenGradient.Execution;
using OpenGradient.Models.Onnx;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>Real models with bytes changed, cut off or repeated: they open and run, or they are refused; nothing else.</summary>
public sealed class MutatedModelTests
{
    private static readonly ExecutionLimits Limits = new(64L << 20);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("digits")]
    [InlineData("price-risk")]
    public void Open_OfMutatedFile_RunsOrIsRefused(string name)
    {
        byte[] original = File.ReadAllBytes(GoldenFile.ModelPath(name));
        Gen<(int Position, byte Value)> change = Gen.Select(StructuralPosition(original), Gen.Byte);
        Gen.Select(change.Array[1, 6], Gen.Int[0, 20], Gen.Int[0, original.Length]).SampleFixed(
            (changes, kind, length) => OpenAndRun(Mutate(original, changes, kind, length)), iter: 1000);
    }

    /// <summary>Mostly the first and last kilobytes, where nodes and shapes are; sometimes anywhere.</summary>
    private static Gen<int> StructuralPosition(byte[] file) => Gen.Frequency(
        (4, Gen.Int[0, Math.Min(4096, file.Length) - 1]),
        (4, Gen.Int[Math.Max(0, file.Length - 4096), file.Length - 1]),
        (2, Gen.Int[0, file.Length - 1]));

    private static byte[] Mutate(byte[] original, (int Position, byte Value)[] changes, int kind, int length)
    {
        byte[] mutated = kind switch
        {
            0 => original[..length],
            1 => [.. original, .. original],
            2 => [.. original[..length], 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, .. original[length..]],
            _ => [.. original],
        };
        foreach ((int position, byte value) in changes)
        {
            if (position < mutated.Length)
                mutated[position] = value;
        }

        return mutated;
    }

    private static void OpenAndRun(byte[] file)
    {
        try
        {
            using OpenedModel model = OnnxModelReader.Read(file, new ExternalData(null));
            var executable = Executable.Load(model.Program, model.Constants, Limits);
            Tensor[] inputs = [.. model.Program.Inputs.Select(Zeros)];
            executable.Run(inputs, default);
        }
        catch (InvalidInputException refused)
        {
            Assert.NotEmpty(refused.Message);
        }
    }

    private static Tensor Zeros(ProgramInput input)
    {
        long[] shape = [.. input.Shape.Select(static text => long.TryParse(text, out long number) ? number : 1)];
        long byteCount = Tensor.CountElements([.. shape]) * input.Type.SizeBytes();
        return byteCount <= 1 << 20
            ? new Tensor(input.Type, [.. shape], new byte[byteCount])
            : throw new InvalidInputException(InvalidInputKind.TooLarge, "test", "larger than the test runs");
    }
}
