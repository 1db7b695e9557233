using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Operators;

public sealed class AlgebraTests
{
    [Theory]
    [InlineData("ij->ji", new[] { 1f, 4f, 2f, 5f, 3f, 6f })]
    [InlineData("ij->", new[] { 21f })]
    [InlineData("ij->j", new[] { 5f, 7f, 9f })]
    [InlineData("ji", new[] { 1f, 4f, 2f, 5f, 3f, 6f })]
    [InlineData("...j->...", new[] { 6f, 15f })]
    public void Einsum_OneOperand_PermutesAndSums(string equation, float[] expected) =>
        Assert.Equal(expected, new SingleStep("Einsum").With("equation", equation).Input([1f, 2f, 3f, 4f, 5f, 6f], 2, 3).Floats());

    [Fact]
    public void Einsum_Diagonal_IsReadAndSummed()
    {
        Assert.Equal([1f, 4f], new SingleStep("Einsum").With("equation", "ii->i").Input([1f, 2f, 3f, 4f], 2, 2).Floats());
        Assert.Equal([5f], new SingleStep("Einsum").With("equation", "ii").Input([1f, 2f, 3f, 4f], 2, 2).Floats());
    }

    [Fact]
    public void Einsum_Product_HasTheBitsOfMatMul()
    {
        float[] a = Numbers.Moderate(3 * 5 * 7, 1);
        float[] b = Numbers.Moderate(3 * 7 * 4, 2);

        float[] product = new SingleStep("MatMul").Input(a, 3, 5, 7).Input(b, 3, 7, 4).Floats();

        Assert.Equal(Numbers.Bits(product), Numbers.Bits(new SingleStep("Einsum").With("equation", "bij,bjk->bik").Input(a, 3, 5, 7).Input(b, 3, 7, 4).Floats()));
    }

    /// <summary>So many products that the threads share them, each with scratch memory of its own.</summary>
    [Fact]
    public void Einsum_LargeProduct_HasTheBitsOfMatMul()
    {
        float[] a = Numbers.Moderate(400 * 300, 3);
        float[] b = Numbers.Moderate(300 * 500, 4);

        float[] product = new SingleStep("MatMul").Input(a, 400, 300).Input(b, 300, 500).Floats();

        Assert.Equal(Numbers.Bits(product), Numbers.Bits(new SingleStep("Einsum").With("equation", "ij,jk").Input(a, 400, 300).Input(b, 300, 500).Floats()));
    }

    [Fact]
    public void Einsum_ThreeOperands_AreJoinedFromTheLeft()
    {
        float[] y = new SingleStep("Einsum").With("equation", "i,ij,j->").Input([1f, 2f], 2).Input([1f, 2f, 3f, 4f], 2, 2).Input([10f, 100f], 2).Floats();

        Assert.Equal([1070f], y);
    }

    [Fact]
    public void Einsum_Integers_Wrap()
    {
        Tensor x = Tensor.Create<byte>(ElementType.UInt8, [2], [200, 100]);

        Assert.Equal(new byte[] { 0x50 }, new SingleStep("Einsum").With("equation", "i,i").Input(x).Input(x).Run()[0].Bytes);
    }

    [Fact]
    public void Einsum_OverNothing_IsZero()
    {
        float[] y = new SingleStep("Einsum").With("equation", "ik,kj->ij").Input([], 2, 0).Input([], 0, 3).Floats();

        Assert.Equal(new float[6], y);
    }

    [Theory]
    [InlineData("ij->ijk")]
    [InlineData("i1->i")]
    [InlineData("ij->->i")]
    [InlineData("......->")]
    [InlineData("ij->ii")]
    [InlineData("ijk")]
    [InlineData("ij,ij")]
    [InlineData("")]
    public void Einsum_EquationThatDoesNotFit_IsRefused(string equation) =>
        Assert.NotEmpty(new SingleStep("Einsum").With("equation", equation).Input([1f, 2f, 3f, 4f], 2, 2).Refused().Message);

    [Fact]
    public void Det_SingularAndPermuted_AreExact()
    {
        Assert.Equal([0f], new SingleStep("Det").Input([1f, 2f, 2f, 4f], 2, 2).Floats());
        Assert.Equal([-1f], new SingleStep("Det").Input([0f, 1f, 1f, 0f], 2, 2).Floats());
        Assert.Equal([1f], new SingleStep("Det").Input([], 0, 0).Floats());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(12)]
    [InlineData(97)]
    [InlineData(256)]
    public void Dft_AndItsInverse_GiveTheLineBack(int length)
    {
        float[] x = Numbers.Moderate(length, length);

        Tensor spectrum = new SingleStep("Dft").With("onesided", "1").Input(x, 1, length, 1).Run()[0];
        float[] y = new SingleStep("Dft").With("onesided", "1").With("inverse", "1").Input(spectrum).Input(SingleStep.Longs(length)).Floats();

        Assert.Equal<long>([1, (length / 2) + 1, 2], spectrum.Shape);
        for (int i = 0; i < length; i++)
            Assert.Equal(x[i], y[i], 1e-5f);
    }

    [Fact]
    public void Dft_OfAnImpulse_IsExactlyOneEverywhere()
    {
        float[] x = new float[30];
        x[0] = 1f;

        float[] y = new SingleStep("Dft").Input(x, 1, 30, 1).Floats();

        Assert.Equal(Enumerable.Range(0, 60).Select(static i => i % 2 == 0 ? 1f : 0f), y.Select(static part => part + 0f));
    }

    [Fact]
    public void Dft_OfALargePrime_IsRefused()
    {
        InvalidInputException refused = new SingleStep("Dft").Input([1f], 1, 1, 1).Input(SingleStep.Longs(1_000_003)).Refused();

        Assert.Equal(InvalidInputKind.TooLarge, refused.Kind);
    }

    [Fact]
    public void Frames_OverlapAndLeaveTheRestOut()
    {
        Tensor y = new SingleStep("Frames").Input([1f, 2f, 3f, 4f, 5f, 6f], 1, 6).Input(SingleStep.Longs(2)).Input(SingleStep.Longs(3)).Run()[0];

        Assert.Equal<long>([1, 2, 3], y.Shape);
        Assert.Equal([1f, 2f, 3f, 3f, 4f, 5f], y.As<float>().ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    public void CosineWindow_Periodic_IsSymmetricBehindItsFirst(int size)
    {
        float[] y = new SingleStep("CosineWindow").With("form", "blackman").Input(SingleStep.Longs(size)).Floats();

        Assert.Equal(size, y.Length);
        for (int i = 1; i < size; i++)
            Assert.Equal(y[i], y[size - i]);
    }

    [Fact]
    public void TfIdf_WithSkips_CountsEachDistance()
    {
        SingleStep step = new SingleStep("TfIdf").With("min_gram", "2").With("max_gram", "2").With("max_skip", "2")
            .Input(SingleStep.Longs(1, 2, 1, 2)).Constant(SingleStep.Longs(0, 1)).Constant(SingleStep.Longs(0, 1)).Constant(SingleStep.Longs(9, 1, 2));

        Assert.Equal([0f, 3f], step.Floats());
    }
}
