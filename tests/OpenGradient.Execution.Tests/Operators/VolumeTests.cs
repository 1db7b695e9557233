using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Operators;

/// <summary>Windows over volumes against plain loops over their definition, bit for bit.</summary>
public sealed class VolumeTests
{
    private static readonly float[] X = Numbers.Moderate(4 * 5 * 4 * 3, 1);

    [Fact]
    public void Conv_Volumes_HasTheBitsOfItsDefinition()
    {
        float[] weights = Numbers.Moderate(6 * 2 * 2 * 3 * 2, 2);
        float[] bias = Numbers.Moderate(6, 3);

        float[] y = new SingleStep("Conv").With("group", "2").With("strides", "2,1,1").With("pads", "1,0,1,1,0,1").With("dilations", "1,1,2")
            .Input(X, 1, 4, 5, 4, 3).Input(weights, 6, 2, 2, 3, 2).Input(bias, 6).Floats();

        float[] expected = new float[6 * 3 * 2 * 3];
        for (int i = 0; i < expected.Length; i++)
            expected[i] = Dot(weights, i / 18, i / 6 % 3, i / 3 % 2, i % 3) + bias[i / 18];
        Assert.Equal(Numbers.Bits(expected), Numbers.Bits(y));
    }

    [Fact]
    public void ConvTranspose_OfDepthOne_IsThatOfThePlane()
    {
        float[] x = Numbers.Moderate(2 * 4 * 3, 4);
        float[] weights = Numbers.Moderate(2 * 3 * 3 * 2, 5);

        float[] plane = new SingleStep("ConvTranspose").With("strides", "2,1").With("pads", "1,0,0,1").Input(x, 1, 2, 4, 3).Input(weights, 2, 3, 3, 2).Floats();
        float[] volume = new SingleStep("ConvTranspose").With("strides", "5,2,1").With("pads", "0,1,0,0,0,1").Input(x, 1, 2, 1, 4, 3).Input(weights, 2, 3, 1, 3, 2).Floats();

        Assert.Equal(Numbers.Bits(plane), Numbers.Bits(volume));
    }

    [Fact]
    public void ConvTranspose_Volumes_LeavesOutPlanesThatDoNotReach()
    {
        // Depth 2 by stride 3: output planes 0 and 3 have one input plane each, planes 1 and 2 none but the bias.
        float[] y = new SingleStep("ConvTranspose").With("strides", "3,1,1").Input([2f, 5f], 1, 1, 2, 1, 1).Input([3f], 1, 1, 1, 1, 1).Input([0.5f], 1).Floats();

        Assert.Equal([6.5f, 0.5f, 0.5f, 15.5f], y);
    }

    [Fact]
    public void MaxPool_WithPlaces_NamesTheFirstOfEqualsAndTheFirstNaN()
    {
        var y = new SingleStep("MaxPool").With("kernel_shape", "3").Input([1f, 1f, 0f, float.NaN, 7f, float.NaN], 1, 1, 6).Run(2);

        Assert.Equal([0L, 3, 3, 3], y[1].As<long>().ToArray());
        Assert.Equal([1f, float.NaN, float.NaN, float.NaN], y[0].As<float>().ToArray());
    }

    [Fact]
    public void MaxPool_NothingUnderTheWindow_HasNoPlace()
    {
        var y = new SingleStep("MaxPool").With("kernel_shape", "1").With("pads", "1,0").Input([4f], 1, 1, 1).Run(2);

        Assert.Equal([float.NegativeInfinity, 4f], y[0].As<float>().ToArray());
        Assert.Equal([-1L, 0], y[1].As<long>().ToArray());
    }

    [Fact]
    public void MaxPool_Integers_IsThatOfTheirNumbers()
    {
        Tensor x = Tensor.Create<sbyte>(ElementType.Int8, [1, 1, 4], [-128, -3, -5, 7]);

        Tensor y = new SingleStep("MaxPool").With("kernel_shape", "2").Input(x).Run()[0];

        Assert.Equal([-3, -3, 7], y.As<sbyte>().ToArray());
    }

    [Fact]
    public void MaxUnpool_PlaceOutside_IsRefused() => Assert.Contains(
        "out of range",
        new SingleStep("MaxUnpool").With("kernel_shape", "2").With("strides", "2").Input([1f], 1, 1, 1).Input(Tensor.Create<long>(ElementType.Int64, [1, 1, 1], [2])).Refused().Message,
        StringComparison.Ordinal);

    [Fact]
    public void MaxPool_FourSpatialAxes_IsRefusedByName() => Assert.Contains(
        "volumes", new SingleStep("MaxPool").With("kernel_shape", "1,1,1,1").Input([1f], 1, 1, 1, 1, 1, 1).Refused().Message, StringComparison.Ordinal);

    private static float Dot(float[] weights, int output, int z, int y, int x)
    {
        float sum = 0f;
        for (int k = 0; k < 24; k++)
        {
            int channel = (output / 3 * 2) + (k / 12);
            int atZ = (z * 2) - 1 + (k / 6 % 2);
            int atY = y + (k / 2 % 3);
            int atX = x - 1 + (k % 2 * 2);
            float tap = atZ is >= 0 and < 5 && atX is >= 0 and < 3 ? X[(((((channel * 5) + atZ) * 4) + atY) * 3) + atX] : 0f;
            sum = MathF.FusedMultiplyAdd(weights[(output * 24) + k], tap, sum);
        }

        return sum;
    }
}
