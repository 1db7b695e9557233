using System.Collections.Immutable;
using OpenGradient.Models.Compilation;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Compilation;

public sealed class TraceSelectionTests
{
    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    [Fact]
    public void Apply_SmallProgram_TracesWhatMakesTheOutputsOnly()
    {
        Program program = Layers(width: 64, layerCount: 10);

        Program selected = TraceSelection.Apply(program, new NoConstants());

        Assert.Equal([9], Traced(selected));
    }

    [Fact]
    public void Apply_LargeProgram_AddsCutPointsSpreadOverItThatCostLittle()
    {
        Program program = Layers(width: 16384, layerCount: 64);

        ImmutableArray<int> traced = Traced(TraceSelection.Apply(program, new NoConstants()));

        // A layer takes 16384² products, some 4.6 ms; its output is 64 KiB, some 61 µs to hash; a two-hundredth of 292 ms pays for 24.
        Assert.InRange(traced.Length, 15, 26);
        Assert.Contains(63, traced);
        Assert.All(traced.Zip(traced.Skip(1)), static pair => Assert.InRange(pair.Second - pair.First, 1, 8));
    }

    [Fact]
    public void Apply_StepsOfUnknownSize_AreNotTraced()
    {
        var program = new Program(
            [new ProgramInput("x", ElementType.Float32, ["1000", "1000"])],
            [],
            [new Step("NonZero", [0], 1, None, true), new Step("Relu", [1], 1, None, true), new Step("Relu", [2], 1, None, true)],
            [new ProgramOutput("y", 3)]);

        Assert.Equal([2], Traced(TraceSelection.Apply(program, new NoConstants())));
    }

    private static ImmutableArray<int> Traced(Program program) =>
        [.. Enumerable.Range(0, program.Steps.Length).Where(index => program.Steps[index].IsTraced)];

    private static Program Layers(int width, int layerCount)
    {
        var weights = new Constant("w", "f32", [width, width], Digest.Sha256([]));
        var steps = Enumerable.Range(0, layerCount).Select(layer => new Step("Linear", [layer == 0 ? 0 : layer + 1, 1], 1, None, true));
        return new Program(
            [new ProgramInput("x", ElementType.Float32, ["batch", width.ToString(System.Globalization.CultureInfo.InvariantCulture)])],
            [weights],
            [.. steps],
            [new ProgramOutput("y", layerCount + 1)]);
    }

    private sealed class NoConstants : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => default;
    }
}
