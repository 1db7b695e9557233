using OpenGradient.Primitives;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Prover.Tests.Commitments;

/// <summary>How large vectors are laid out, and which are refused; proof-1 section 10.</summary>
public sealed class CommitmentSizeTests
{
    [Theory]
    [InlineData(12, 2)]
    [InlineData(14, 4)]
    [InlineData(25, 4)]
    [InlineData(26, 5)]
    [InlineData(28, 7)]
    public void KeyShape_OfALargerVector_HasMoreRows(int variableCount, int logRowCount)
    {
        Assert.Equal(logRowCount, ProofParameters.Default.KeyShape(new ColumnLayout([variableCount])).LogRowCount);
    }

    [Theory]
    [InlineData(25, 28, 7)]
    [InlineData(24, 28, 8)]
    [InlineData(24, 24, 4)]
    public void WitnessShape_BesideAKey_IsWholeFoldsAway(int keyVariableCount, int variableCount, int logRowCount)
    {
        CommitmentShape key = ProofParameters.Default.KeyShape(new ColumnLayout([keyVariableCount]));

        Assert.Equal(logRowCount, ProofParameters.Default.WitnessShape(new ColumnLayout([variableCount]), key).LogRowCount);
    }

    [Fact]
    public void RequireFits_OfMoreThanOneArrayHolds_SaysSo()
    {
        var estimate = ProofEstimate.OfKey([new TensorShape([1L << 14, (1L << 14) + 1])]);

        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() => estimate.RequireFits(long.MaxValue));

        Assert.Equal(InvalidInputKind.TooLarge, refusal.Kind);
        Assert.Contains("2^29", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireFits_OfMoreThanTheMemory_SaysBoth()
    {
        var estimate = ProofEstimate.OfKey([new TensorShape([1L << 14, 1L << 14])]);

        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() => estimate.RequireFits(estimate.MemoryBytes - 1));

        Assert.Equal(InvalidInputKind.TooLarge, refusal.Kind);
        Assert.Contains("MiB are allowed", refusal.Message, StringComparison.Ordinal);
        estimate.RequireFits(estimate.MemoryBytes);
    }
}
