using System.Text.Json;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Tests;

public sealed class MultilinearTests
{
    [Theory]
    [InlineData(new long[0], 1, 1)]
    [InlineData(new long[] { 5 }, 1, 5)]
    [InlineData(new long[] { 3, 8 }, 1, 24)]
    [InlineData(new long[] { 8, 3 }, 8, 3)]
    [InlineData(new long[] { 2, 3, 4, 2 }, 2, 24)]
    [InlineData(new long[] { 1, 5, 1, 1, 6, 1 }, 5, 6)]
    public void PlacesOfRuns_AnyAxes_AreThePlacesOfCells(long[] axes, int runCount, int cellCount)
    {
        TensorShape shape = new(axes);

        (long[] places, int count) = shape.PlacesOfRuns();

        Assert.Equal((runCount, cellCount), (places.Length, count));
        Assert.Equal(shape.PlacesOfCells(), places.SelectMany(place => Enumerable.Range(0, count).Select(cell => place + cell)));
    }

    [Fact]
    public void Masked_Quadratic_IsTheSumOverTheRealCells() => Hold<QuadraticExtension>();

    [Fact]
    public void Masked_Cubic_IsTheSumOverTheRealCells() => Hold<CubicExtension>();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(13)]
    public void Masked_AtCorners_IsOneForOneRealCell(int cellCount)
    {
        TensorShape shape = new(cellCount);
        for (int left = 0; left < 1 << shape.VariableCount; left++)
        {
            for (int right = 0; right < 1 << shape.VariableCount; right++)
            {
                QuadraticExtension expected = left == right && shape.IsReal(left) ? IExtensionOne() : default;

                Assert.Equal(expected, shape.Masked<QuadraticExtension>(Corner(left, shape.VariableCount), Corner(right, shape.VariableCount)));
            }
        }
    }

    [Fact]
    public void Table_OfAnyPoint_HoldsEqAtEveryCorner()
    {
        QuadraticExtension[] point = MathematicsVectors.Of<QuadraticExtension>("masks")[3].Numbers<QuadraticExtension>("r");

        QuadraticExtension[] table = EqualityPolynomial.Table<QuadraticExtension>(point);

        for (int index = 0; index < table.Length; index++)
            Assert.Equal(EqualityPolynomial.At<QuadraticExtension>(point, Corner(index, point.Length)), table[index]);
    }

    private static QuadraticExtension IExtensionOne() => QuadraticExtension.From(Goldilocks.One);

    private static QuadraticExtension[] Corner(int index, int bits) =>
        [.. Enumerable.Range(0, bits).Select(bit => QuadraticExtension.From(Goldilocks.From((long)((index >> (bits - 1 - bit)) & 1))))];

    private static void Hold<TExtension>()
        where TExtension : struct, IExtension<TExtension>
    {
        foreach (JsonElement vector in MathematicsVectors.Of<TExtension>("masks").EnumerateArray())
        {
            TensorShape shape = new([.. vector.GetProperty("axes").EnumerateArray().Select(static count => count.GetInt64())]);

            Assert.Equal(vector.Number<TExtension>("value"), shape.Masked<TExtension>(vector.Numbers<TExtension>("r"), vector.Numbers<TExtension>("y")));
        }
    }
}
