namespace OpenGradient.Kernels.Tests.Reductions;

/// <summary>The place of the greatest number is that of a plain search, at every width.</summary>
public sealed class FirstGreatestTests
{
    [Fact]
    public void Of_EveryLengthAndWidth_IsThePlaceOfAPlainSearch()
    {
        var random = new Random(1);
        for (int length = 1; length <= 257; length++)
        {
            float[] x = [.. Enumerable.Range(0, length).Select(_ => Values[random.Next(Values.Length)])];
            AssertEveryWidth(Plain(x), x);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Of_NothingGreaterThanTheLeast_IsTheFirst(float value) => AssertEveryWidth(0, [.. Enumerable.Repeat(value, 50)]);

    private static readonly float[] Values = [float.NaN, float.NegativeInfinity, -2f, -0f, 0f, 1f, 3f, float.PositiveInfinity, -1e-40f];

    private static int Plain(float[] x)
    {
        int place = 0;
        for (int i = 1; i < x.Length; i++)
            place = Number(x[i]) > Number(x[place]) ? i : place;
        return place;
    }

    private static float Number(float x) => float.IsNaN(x) ? float.NegativeInfinity : x;

    private static void AssertEveryWidth(int expected, float[] x)
    {
        foreach (LaneWidth width in Widths.Accelerated.Append(LaneWidth.Scalar))
        {
            LaneDispatch.Limit = width;
            try
            {
                Assert.Equal(expected, FirstGreatest.Of(x));
            }
            finally
            {
                LaneDispatch.Limit = null;
            }
        }
    }
}
