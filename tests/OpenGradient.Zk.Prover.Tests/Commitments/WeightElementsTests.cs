using OpenGradient.Zk.Prover.Statements;

namespace OpenGradient.Zk.Prover.Tests.Commitments;

/// <summary>Weights of 8 and of 16 bits are the same integers, however they are read.</summary>
public sealed class WeightElementsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Elements_OfEitherWidth_AreTheIntegers(int elementBytes)
    {
        Random random = new(elementBytes);
        byte[] bytes = new byte[37 * elementBytes];
        random.NextBytes(bytes);
        WeightElements elements = new(bytes, elementBytes);
        long[] expected = [.. Enumerable.Range(0, 37).Select(place => elementBytes == 1 ? (sbyte)bytes[place] : (long)BitConverter.ToInt16(bytes, 2 * place))];
        long[] wide = new long[20];

        elements.Widen(5, wide);

        Assert.Equal(expected, elements.ToIntegers());
        Assert.Equal(expected, Enumerable.Range(0, elements.Count).Select(place => elements[place]));
        Assert.Equal(expected[5..25], wide);
        Assert.Equal(expected[5..25], Array.ConvertAll(elements.Read(5, 20, new short[20]).ToArray(), static element => (long)element));
        Assert.Equal(expected, WeightElements.Of(expected).ToIntegers());
    }
}
