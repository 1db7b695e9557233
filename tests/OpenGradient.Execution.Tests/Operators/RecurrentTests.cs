using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Operators;

public sealed class RecurrentTests
{
    private const int Steps = 4;
    private const int Hidden = 3;
    private static readonly float[] X = Numbers.Moderate(Steps * 2 * 2, 1);

    [Theory]
    [InlineData("Lstm", 4, "forward")]
    [InlineData("Lstm", 4, "reverse")]
    [InlineData("Gru", 3, "reverse")]
    [InlineData("Rnn", 1, "bidirectional")]
    public void Run_RaggedBatch_GivesEachSequenceWhatItGivesAlone(string name, int gates, string direction)
    {
        int directions = direction == "bidirectional" ? 2 : 1;
        ImmutableArray<Tensor> together = Layer(name, gates, direction, X, Steps, 2, Tensor.Create<int>(ElementType.Int32, [2], [Steps, 2]));

        float[] second = [.. Enumerable.Range(0, 2).SelectMany(static step => X[((step * 4) + 2)..((step * 4) + 4)])];
        ImmutableArray<Tensor> alone = Layer(name, gates, direction, second, 2, 1, null);

        for (int step = 0; step < Steps; step++)
        {
            for (int q = 0; q < directions; q++)
            {
                float[] expected = step < 2 ? alone[0].As<float>().Slice(((step * directions) + q) * Hidden, Hidden).ToArray() : new float[Hidden];
                Assert.Equal(expected, together[0].As<float>().Slice(((((step * directions) + q) * 2) + 1) * Hidden, Hidden).ToArray());
            }
        }

        Assert.Equal(alone[1].As<float>()[..Hidden].ToArray(), together[1].As<float>().Slice(Hidden, Hidden).ToArray());
    }

    [Fact]
    public void Run_LengthBeyondTheSteps_IsRefused() => Assert.Contains(
        "the length 5 is not one of 0 to 4",
        Assert.Throws<Primitives.InvalidInputException>(static () => Layer("Gru", 3, "forward", X, Steps, 2, Tensor.Create<int>(ElementType.Int32, [2], [Steps, 5]))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("relu", "", "", 2f)]
    [InlineData("affine", "0x40000000", "0x3f800000", 5f)]
    [InlineData("hardsigmoid", "", "", 0.9f)]
    [InlineData("softsign", "", "", 2f / 3f)]
    [InlineData("thresholdedrelu", "0x40200000", "", 0f)]
    [InlineData("leakyrelu", "", "", 2f)]
    public void Run_OtherActivation_IsApplied(string activation, string alpha, string beta, float expected)
    {
        SingleStep step = new SingleStep("Rnn").With("activations", activation).With("activation_alpha", alpha).With("activation_beta", beta)
            .Input([2f], 1, 1, 1).Constant([1f], 1, 1, 1).Constant([0f], 1, 1, 1);

        Assert.Equal(expected, step.Floats()[0]);
    }

    /// <summary>Both terms of the candidate are so small that they become -0; +0 added to one of them would turn the sum over.</summary>
    [Fact]
    public void Run_GruWithoutBias_AddsNothing()
    {
        SingleStep step = new SingleStep("Gru").Input([1f, -1e-30f], 1, 1, 2)
            .Constant([-100f, 0f, 0f, 0f, 0f, 1e-30f], 1, 3, 2).Constant([0f, 0f, 1e-30f], 1, 3, 1).None().Input([-1e-30f], 1, 1, 1);

        Assert.Equal(BitConverter.SingleToUInt32Bits(-0f), BitConverter.SingleToUInt32Bits(step.Floats()[0]));
    }

    [Fact]
    public void Run_Clip_BoundsWhatGoesIntoTheActivation() => Assert.Equal(
        0.5f, new SingleStep("Rnn").With("activations", "relu").With("clip", 0.5f).Input([2f], 1, 1, 1).Constant([1f], 1, 1, 1).Constant([0f], 1, 1, 1).Floats()[0]);

    [Fact]
    public void Run_UnknownActivation_IsRefused() => Assert.Contains(
        "activations", new SingleStep("Rnn").With("activations", "sine").Input([2f], 1, 1, 1).Constant([1f], 1, 1, 1).Constant([0f], 1, 1, 1).Refused().Message, StringComparison.Ordinal);

    private static ImmutableArray<Tensor> Layer(string name, int gates, string direction, float[] x, int steps, int batch, Tensor? lengths)
    {
        int directions = direction == "bidirectional" ? 2 : 1;
        SingleStep step = new SingleStep(name).With("direction", direction).Input(x, steps, batch, 2)
            .Constant(Numbers.Moderate(directions * gates * Hidden * 2, 2), directions, gates * Hidden, 2)
            .Constant(Numbers.Moderate(directions * gates * Hidden * Hidden, 3), directions, gates * Hidden, Hidden)
            .None().None();
        return (name == "Lstm" ? step.None() : step).Input(lengths).Run(2);
    }
}
