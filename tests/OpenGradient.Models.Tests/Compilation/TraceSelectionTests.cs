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

    /// <summary>In the integer profile what has its last scale is traced: sums are larger, and the passes that join them with their scale would be cut.</summary>
    [Fact]
    public void Apply_LargeIntegerProgram_AddsCutPointsAfterChangesOfScale()
    {
        Program program = IntegerLayers(width: 16384, layerCount: 64);

        ImmutableArray<int> traced = Traced(TraceSelection.Apply(program, new NoConstants()));

        Assert.InRange(traced.Length, 15, 52);
        Assert.All(traced, index => Assert.Equal("FixedScale", program.Steps[index].Operator));
    }

    /// <summary>What has not been run may be of impossible shape: it is traced as if it cost nothing, and the run refuses it.</summary>
    [Theory]
    [InlineData("Conv", new long[] { 7 }, new long[] { 4, 3, 3, 3 })]
    [InlineData("Conv", new long[] { 1, 3, 8, 8 }, new long[] { 4 })]
    [InlineData("Conv", new long[] { 1, 3, 8, 8 }, new long[] { 4, 3, 3, 3 }, "pads", "9223372036854775807,9223372036854775807,9223372036854775807,9223372036854775807")]
    [InlineData("Conv", new long[] { 1, 3, 8, 8 }, new long[] { 4, 3, 3, 3 }, "dilations", "9223372036854775807,-9223372036854775808")]
    [InlineData("Conv", new long[] { 1, 3, 8, 8 }, new long[] { 4, 3, 3, 3 }, "strides", "-1,-1")]
    [InlineData("MaxPool", new long[] { 1 }, new long[] { 1 }, "kernel_shape", "3")]
    [InlineData("MaxPool", new long[] { 1, 3, 9 }, new long[] { 1 }, "kernel_shape", "-9223372036854775808")]
    [InlineData("Transpose", new long[] { 2, 3 }, new long[] { 1 }, "perm", "1,5")]
    [InlineData("Transpose", new long[] { 2, 3 }, new long[] { 1 }, "perm", "1,-9223372036854775808")]
    [InlineData("Flatten", new long[] { 2, 3 }, new long[] { 1 }, "axis", "9223372036854775807")]
    [InlineData("MatMul", new long[] { 0, 9223372036854775807 }, new long[] { 9223372036854775807, 9223372036854775807 })]
    [InlineData("Linear", new long[] { 9223372036854775807, 9223372036854775807 }, new long[] { 9223372036854775807, 1 })]
    [InlineData("Mul", new long[] { 9223372036854775807, 9223372036854775807 }, new long[] { 9223372036854775807, 1 })]
    public void Apply_StepOfImpossibleShape_IsTraced(string name, long[] x, long[] w, string? attribute = null, string? value = null)
    {
        var program = new Program(
            [new ProgramInput("x", ElementType.Float32, [.. x.Select(static size => $"{size}")]), new ProgramInput("w", ElementType.Float32, [.. w.Select(static size => $"{size}")])],
            [],
            [new Step(name, [0, 1], 1, attribute is null ? None : None.Add(attribute, value!), true), new Step("Relu", [2], 1, None, true)],
            [new ProgramOutput("y", 3)]);

        Assert.Contains(1, Traced(TraceSelection.Apply(program, new NoConstants())));
    }

    private static Program IntegerLayers(int width, int layerCount)
    {
        string columns = width.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var steps = Enumerable.Range(0, 2 * layerCount).Select(static step => step % 2 == 0
            ? new Step("FixedLinear", [step == 0 ? 0 : step + 3, 1], 1, None, false)
            : new Step("FixedScale", [step + 3, 2, 3], 1, None, false));
        return new Program(
            [new ProgramInput("x", ElementType.Int16, ["batch", columns])],
            [new Constant("w", "i8", [width, width], Digest.Sha256([])), new Constant("m", "i64", [1], Digest.Sha256([])), new Constant("t", "i16", [65_536], Digest.Sha256([]))],
            [.. steps],
            [new ProgramOutput("y", (2 * layerCount) + 3)]);
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
