using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Interpreter;

/// <summary>Shapes with a dimension 0, in which every rule is easy to forget: no element is left unwritten, nothing is laid out for nothing.</summary>
public sealed class EmptyShapeTests
{
    private const float Secret = 12345.5f;

    public static TheoryData<string, string, int, int, float> Filled() => new()
    {
        { "MaxPool", "kernel_shape=2;pads=1,1", 1, 0, float.NegativeInfinity },
        { "AveragePool", "kernel_shape=2;pads=1,1", 1, 0, float.NaN },
        { "AveragePool", "kernel_shape=2;pads=1,1;count_include_pad=1", 1, 0, 0f },
        { "ReduceSum", "first_axis=2", 1, 0, 0f },
        { "ReduceMax", "first_axis=2", 1, 0, float.NegativeInfinity },
    };

    /// <summary>What is undefined until written would be the elements of a run before: of somebody else's.</summary>
    [Theory]
    [MemberData(nameof(Filled))]
    public void Run_EmptyPlane_WritesEveryElementOfTheOutput(string name, string settings, int channels, int width, float expected)
    {
        Executable executable = Load(name, settings);
        float[] secrets = [.. Enumerable.Repeat(Secret, 32)];
        executable.Run([Tensor.Create<float>(ElementType.Float32, [1, 1, 32], secrets)], default);

        RunResult result = executable.Run([new Tensor(ElementType.Float32, [1, channels, width], [])], default);

        Assert.NotEqual(0, result.Outputs[0].ElementCount);
        Assert.All(result.Outputs[0].As<float>().ToArray(), element => Assert.Equal(expected, element));
    }

    /// <summary>The output has no element, and maps of its axes would take gigabytes.</summary>
    [Theory]
    [InlineData("Tile", new long[] { 1, int.MaxValue })]
    [InlineData("Pad", new long[] { 0, 0, 0, int.MaxValue - 1 })]
    public void Run_HugeDimensionBesideAnEmptyOne_LaysNothingOut(string name, long[] sizes)
    {
        Executable executable = Executable.Load(
            new Program(
                [new ProgramInput("x", ElementType.Float32, ["0", "1"]), new ProgramInput("sizes", ElementType.Int64, [$"{sizes.Length}"])],
                [],
                [new Step(name, [0, 1], 1, ImmutableSortedDictionary<string, string>.Empty, IsTraced: true)],
                [new ProgramOutput("y", 2)]),
            new NoConstants());
        Tensor[] inputs = [new Tensor(ElementType.Float32, [0, 1], []), Tensor.Create<long>(ElementType.Int64, [sizes.Length], sizes)];
        long before = GC.GetAllocatedBytesForCurrentThread();

        RunResult result = executable.Run(inputs, default);

        Assert.Equal<long>([0, int.MaxValue], result.Outputs[0].Shape);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Run_ConvolutionWithoutChannels_IsZeroEverywhere()
    {
        Executable executable = Executable.Load(
            new Program(
                [new ProgramInput("x", ElementType.Float32, ["1", "0", "5", "3"]), new ProgramInput("w", ElementType.Float32, ["2", "0", "1", "1"])],
                [],
                [new Step("Conv", [0, 1], 1, ImmutableSortedDictionary<string, string>.Empty, IsTraced: true)],
                [new ProgramOutput("y", 2)]),
            new NoConstants());

        RunResult result = executable.Run([new Tensor(ElementType.Float32, [1, 0, 5, 3], []), new Tensor(ElementType.Float32, [2, 0, 1, 1], [])], default);

        Assert.Equal(new float[30], result.Outputs[0].As<float>().ToArray());
    }

    /// <summary>2^40 taps, of which 2^20 lie inside: a window costs what it reads, not what it spans.</summary>
    [Theory]
    [InlineData("MaxPool", "", 0.5f)]
    [InlineData("AveragePool", "", 0.5f)]
    [InlineData("AveragePool", ";count_include_pad=1", 0.5f / (1 << 20))]
    public void Run_WindowFarLargerThanThePlane_TakesTheTapsInside(string name, string settings, float expected)
    {
        Executable executable = Load(name, $"kernel_shape={1 << 20};pads={(1 << 20) - 1},{(1 << 20) - 1}{settings}");

        RunResult result = executable.Run([Tensor.Create<float>(ElementType.Float32, [1, 1, 1], [0.5f])], default);

        Assert.Equal(1 << 20, result.Outputs[0].ElementCount);
        Assert.DoesNotContain(result.Outputs[0].As<float>().ToArray(), element => element != expected);
    }

    private static Executable Load(string name, string settings)
    {
        var attributes = settings.Split(';').Select(static setting => setting.Split('=')).ToImmutableSortedDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
        return Executable.Load(
            new Program([new ProgramInput("x", ElementType.Float32, ["n", "c", "w"])], [], [new Step(name, [0], 1, attributes, IsTraced: true)], [new ProgramOutput("y", 1)]),
            new NoConstants());
    }

    private sealed class NoConstants : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => throw new InvalidOperationException("There are no constants.");
    }
}
