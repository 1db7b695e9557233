using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Operators;

public sealed class AttentionTests
{
    private const int Rows = 5;
    private const int Positions = 19;
    private const int HeadDim = 7;
    private const int ValueDim = 18;

    private static readonly float[] Q = Numbers.Moderate(2 * 4 * Rows * HeadDim, 1);
    private static readonly float[] K = Numbers.Moderate(2 * 2 * Positions * HeadDim, 2);
    private static readonly float[] V = Numbers.Moderate(2 * 2 * Positions * ValueDim, 3);

    [Fact]
    public void Run_WithoutMask_HasTheBitsOfItsDefinition()
    {
        float[] y = Attention().Floats();

        Assert.Equal(Numbers.Bits(Defined(static (_, _, _) => 0f)), Numbers.Bits(y));
    }

    [Fact]
    public void Run_Causal_ReadsOnlyUpToTheRowAndItsOffset()
    {
        float[] y = Attention().With("causal", "1").None().None().Input(SingleStep.Longs(3)).Floats();

        Assert.Equal(Numbers.Bits(Defined(static (_, row, position) => position > row + 3 ? float.NegativeInfinity : 0f)), Numbers.Bits(y));
    }

    [Fact]
    public void Run_WithCounts_IgnoresWhatIsPastThem()
    {
        float[] y = Attention().None().Input(SingleStep.Longs(4, 0)).Floats();

        Assert.Equal(Numbers.Bits(Defined(static (batch, _, position) => position >= 4 * (1 - batch) ? float.NegativeInfinity : 0f)), Numbers.Bits(y));
        Assert.All(y[(y.Length / 2)..], static element => Assert.Equal(0f, element));
    }

    [Fact]
    public void Run_EmptyRowsAskedToBeNaN_AreNaN()
    {
        float[] y = Attention().With("empty", "nan").None().Input(SingleStep.Longs(4, 0)).Floats();

        Assert.All(y[(y.Length / 2)..], static element => Assert.Equal(0x7FC00000, BitConverter.SingleToInt32Bits(element)));
    }

    [Fact]
    public void Run_MaskShorterThanTheKeys_BlocksTheRest()
    {
        byte[] allowed = [.. Enumerable.Range(0, Rows * 6).Select(static i => (byte)(i % 3 == 1 ? 0 : 1))];

        float[] y = Attention().Input(new Tensor(ElementType.Bool, [Rows, 6], allowed)).Floats();

        Assert.Equal(
            Numbers.Bits(Defined((_, row, position) => position < 6 && allowed[(row * 6) + position] == 1 ? 0f : float.NegativeInfinity)), Numbers.Bits(y));
    }

    [Fact]
    public void Run_HeadsInTheLastDimension_GivesTheSameNumbersInThatLayout()
    {
        float[] split = Attention().Floats();

        float[] joined = new SingleStep("Attention").With("heads", "4").With("kvHeads", "2")
            .Input(Join(Q, 4, Rows, HeadDim), 2, Rows, 4 * HeadDim).Input(Join(K, 2, Positions, HeadDim), 2, Positions, 2 * HeadDim).Input(Join(V, 2, Positions, ValueDim), 2, Positions, 2 * ValueDim)
            .Floats();

        Assert.Equal(Numbers.Bits(Join(split, 4, Rows, ValueDim)), Numbers.Bits(joined));
    }

    [Fact]
    public void Run_WithoutPositions_GivesZeros()
    {
        float[] y = new SingleStep("Attention").Input([1f, 2f], 1, 1, 1, 2).Input([], 1, 1, 0, 2).Input([], 1, 1, 0, 3).Floats();

        Assert.Equal([0f, 0f, 0f], y);
    }

    [Theory]
    [InlineData(3, HeadDim)]
    [InlineData(2, HeadDim + 1)]
    public void Run_KeysThatDoNotFit_IsRefused(int heads, int headDim)
    {
        string message = new SingleStep("Attention").Input(Q, 2, 4, Rows, HeadDim)
            .Input(new float[2 * heads * headDim], 2, heads, 1, headDim).Input(new float[2 * heads], 2, heads, 1, 1).Refused().Message;

        Assert.Contains("do not fit queries", message, StringComparison.Ordinal);
    }

    private static SingleStep Attention() => new SingleStep("Attention").Input(Q, 2, 4, Rows, HeadDim).Input(K, 2, 2, Positions, HeadDim).Input(V, 2, 2, Positions, ValueDim);

    /// <summary>The definition, in steps of other operators: the softmax is that of <c>Softmax</c>.</summary>
    private static float[] Defined(Func<int, int, int, float> mask)
    {
        var y = new List<float>();
        for (int head = 0; head < 8; head++)
        {
            for (int row = 0; row < Rows; row++)
            {
                int kv = (head / 4 * 2) + (head % 4 / 2);
                float[] scores = [.. Enumerable.Range(0, Positions).Select(j => Dot(((head * Rows) + row) * HeadDim, ((kv * Positions) + j) * HeadDim) * (1f / MathF.Sqrt(HeadDim)) + mask(head / 4, row, j))];
                float[] weights = scores.All(float.IsNegativeInfinity) ? new float[Positions] : new SingleStep("Softmax").Input(scores, Positions).Floats();
                for (int e = 0; e < ValueDim; e++)
                    y.Add(Enumerable.Range(0, Positions).Aggregate(0f, (sum, j) => MathF.FusedMultiplyAdd(weights[j], V[(((kv * Positions) + j) * ValueDim) + e], sum)));
            }
        }

        return [.. y];
    }

    private static float Dot(int query, int key) =>
        Enumerable.Range(0, HeadDim).Aggregate(0f, (sum, d) => MathF.FusedMultiplyAdd(Q[query + d], K[key + d], sum));

    /// <summary>[2, heads, rows, dim] → [2, rows, heads · dim].</summary>
    private static float[] Join(float[] x, int heads, int rows, int dim) =>
        [.. Enumerable.Range(0, x.Length).Select(i => x[((((((i / (rows * heads * dim)) * heads) + (i / dim % heads)) * rows) + (i / (heads * dim) % rows)) * dim) + (i % dim)])];
}
