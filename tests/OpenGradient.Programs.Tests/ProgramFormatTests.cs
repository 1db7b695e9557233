using System.Collections.Immutable;
using System.Text;
using CsCheck;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Programs.Tests;

public sealed class ProgramFormatTests
{
    [Fact]
    public void TryRead_OfWrittenProgram_GivesTheSameBytesAndId()
    {
        Program program = Sample();

        bool isRead = ProgramFormat.TryRead(program.ToBytes(), out Program? read);

        Assert.True(isRead);
        Assert.Equal(program.ToBytes(), read!.ToBytes());
        Assert.Equal(program.Id, read.Id);
        Assert.Equal("n", read.Sequence);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{}", "empty")]
    [InlineData("\"profile\":\"float\"|\"profile\":\"fast\"", "another profile")]
    [InlineData("\"semantics\":\"exec-1\"|\"semantics\":\"exec-2\"", "other semantics")]
    [InlineData("\"traced\":\"1\"|\"traced\":\"2\"", "a flag that is none")]
    [InlineData("\"value\":\"2\"|\"value\":\"3\"", "an output that no step makes")]
    [InlineData("\"value\":\"2\"|\"value\":\"02\"", "a number spelled otherwise")]
    [InlineData("\"inputs\":[\"0\",\"1\"]|\"inputs\":[\"0\",\"2\"]", "a step that reads itself")]
    [InlineData("\"type\":\"f32\"|\"type\":\"f31\"", "an unknown type")]
    [InlineData("{\"constants\"|{ \"constants\"", "white space")]
    [InlineData("\"steps\"|\"extra\":\"\",\"steps\"", "an unknown member")]
    public void TryRead_OfChangedBytes_IsRefused(string change, string what)
    {
        string[] parts = change.Split('|');
        string original = Encoding.UTF8.GetString(Sample().ToBytes());
        string text = parts.Length == 2 ? original.Replace(parts[0], parts[1], StringComparison.Ordinal) : change;
        Assert.NotEqual(original, text);

        Assert.False(ProgramFormat.TryRead(Encoding.UTF8.GetBytes(text), out _), what);
    }

    [Fact]
    public void TryRead_OfMutatedBytes_NeverThrows()
    {
        byte[] original = Sample().ToBytes();
        Gen.Select(Gen.Int[0, original.Length - 1], Gen.Byte, Gen.Int[0, original.Length]).SampleFixed(
            (position, value, length) =>
            {
                byte[] mutated = original[..length];
                if (position < length)
                    mutated[position] = value;
                if (ProgramFormat.TryRead(mutated, out Program? program))
                    Assert.Equal(mutated, program.ToBytes());
            },
            iter: 20_000);
    }

    [Fact]
    public void TryValidate_OfRepeatedNames_NamesThem()
    {
        Program program = Sample();
        Program twice = program with { Inputs = [program.Inputs[0], program.Inputs[0]] };

        Assert.False(ProgramValidator.TryValidate(twice, out string? problem));
        Assert.Contains("'x'", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_OfProgramWithBodies_GivesTheSameBytes()
    {
        Program program = WithBodies(depth: ProgramValidator.MaxBodyDepth);

        Assert.True(ProgramFormat.TryRead(program.ToBytes(), out Program? read));
        Assert.Equal(program.ToBytes(), read.ToBytes());
        Assert.Equal(program.ValueCount, read.ValueCount);
        Assert.Equal(1 + ProgramValidator.MaxBodyDepth, read.StepCount);
    }

    [Fact]
    public void TryRead_OfBodiesTooDeep_IsRefused()
    {
        Program program = WithBodies(depth: ProgramValidator.MaxBodyDepth + 1);

        Assert.False(ProgramFormat.TryRead(program.ToBytes(), out _));
        Assert.False(ProgramValidator.TryValidate(program, out string? problem));
        Assert.Contains("inside 8 others", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"inputs\":\"2\"|\"inputs\":\"02\"", "a number spelled otherwise")]
    [InlineData("\"inputs\":\"2\"|\"inputs\":\"9999999\"", "too many inputs")]
    [InlineData("\"outputs\":[\"3\"]|\"outputs\":[\"4\"]", "a body that gives what it cannot read")]
    [InlineData("\"outputs\":[\"3\"]|\"outputs\":[\"-\"]", "a body that gives nothing")]
    [InlineData("\"value\":\"4\"|\"value\":\"3\"", "an output inside a body")]
    [InlineData("\"bodies\":[{|\"bodies\":[],\"x\":[{", "no bodies")]
    public void TryRead_OfChangedBodies_IsRefused(string change, string what)
    {
        string[] parts = change.Split('|');
        string original = Encoding.UTF8.GetString(WithBodies(depth: 1).ToBytes());
        string text = original.Replace(parts[0], parts[1], StringComparison.Ordinal);
        Assert.NotEqual(original, text);

        Assert.False(ProgramFormat.TryRead(Encoding.UTF8.GetBytes(text), out _), what);
    }

    [Fact]
    public void TryValidate_OfAStepThatReadsIntoAnEndedBody_IsRefused()
    {
        Program program = WithBodies(depth: 1);
        Step reader = new("Relu", [2], 1, ImmutableSortedDictionary<string, string>.Empty, IsTraced: false);

        Assert.False(ProgramValidator.TryValidate(program with { Steps = program.Steps.Add(reader) }, out string? problem));
        Assert.Equal("Step 2 (Relu) reads a value that no earlier step makes.", problem);
        Assert.False(ProgramValidator.TryValidate(program with { Sequence = "n" }, out problem));
        Assert.Contains("causal", problem, StringComparison.Ordinal);
    }

    /// <summary>0: x; each body takes two inputs and gives what its only step makes.</summary>
    private static Program WithBodies(int depth)
    {
        int value = 1 + (2 * depth);
        Step step = new("Relu", [0], 1, ImmutableSortedDictionary<string, string>.Empty, IsTraced: true);
        for (int level = 0; level < depth; level++, value++)
            step = new Step("Repeat", [0], 1, ImmutableSortedDictionary<string, string>.Empty, IsTraced: false) { Bodies = [new Body(2, [step], [value])] };
        return new Program([new ProgramInput("x", ElementType.Float32, ["n"])], [], [step], [new ProgramOutput("y", value)]);
    }

    private static Program Sample() => new(
        [new ProgramInput("x", ElementType.Float32, ["n", "3"])],
        [new Constant("", "f32", [3], Digest.Sha256([1, 2, 3]))],
        [new Step("Add", [0, 1], 1, ImmutableSortedDictionary<string, string>.Empty.Add("alpha", "0x3f800000"), IsTraced: true)],
        [new ProgramOutput("y", 2)],
        "n");
}
