namespace OpenGradient.Kernels.Tests.Functions;

public sealed class FunctionWidthTests
{
    [Fact]
    public void Unary_EveryLength_EqualsScalarBitForBit()
    {
        Check(default(Abs));
        Check(default(Acos));
        Check(default(Acosh));
        Check(default(Asin));
        Check(default(Asinh));
        Check(default(Atan));
        Check(default(Atanh));
        Check(default(Cosh));
        Check(default(Sinh));
        Check(default(Tan));
        Check(default(Ceil));
        Check(default(Cos));
        Check(new Elu(1.5f));
        Check(default(Erf));
        Check(default(Exp));
        Check(default(Floor));
        Check(default(Gelu));
        Check(new LeakyRelu(0.1f));
        Check(default(Log));
        Check(default(Neg));
        Check(default(Reciprocal));
        Check(default(Relu));
        Check(default(Round));
        Check(default(Sigmoid));
        Check(default(Sign));
        Check(default(Silu));
        Check(default(Sin));
        Check(default(Softplus));
        Check(default(Sqrt));
        Check(default(Tanh));
        Check(new Clip(-1f, 2f));
        Check(new Clip(float.NaN, 2f));
        Check(new ShiftedExp(3f));
        Check(new Affine(0.3f, 1.7f, -0.2f));
    }

    [Fact]
    public void Binary_EveryLength_EqualsScalarBitForBit()
    {
        CheckPairs(default(Add));
        CheckPairs(default(Div));
        CheckPairs(default(Max));
        CheckPairs(default(Min));
        CheckPairs(default(Mod));
        CheckPairs(default(Mul));
        CheckPairs(default(Pow));
        CheckPairs(default(Sub));
    }

    [Fact]
    public void Unary_OfAnyNaN_GivesTheOneNaN()
    {
        float[] y = new float[Samples.Special.Length];

        Elementwise.Map(default(Tanh), Samples.Special, y);

        Assert.All(y.Where(float.IsNaN), static x => Assert.Equal(CanonicalNaN.Bits, BitConverter.SingleToUInt32Bits(x)));
        Assert.Equal(Samples.Special.Count(float.IsNaN), y.Count(float.IsNaN));
    }

    private static void Check<TFunction>(TFunction function)
        where TFunction : struct, IUnaryFunction
    {
        for (int count = 0; count <= 257; count++)
        {
            float[] x = count < 200 ? Samples.Mixed(count, count) : [.. Samples.Special, .. Samples.Mixed(count - Samples.Special.Length, count)];
            Widths.AssertEqual(count, y => Elementwise.Map(function, x, y), typeof(TFunction).Name);
        }
    }

    private static void CheckPairs<TFunction>(TFunction function)
        where TFunction : struct, IBinaryFunction
    {
        for (int count = 0; count <= 257; count++)
        {
            float[] x = Samples.Mixed(count, count);
            float[] z = Samples.Mixed(count, count + 1000);
            float[] one = Samples.Mixed(1, count + 2000);
            Widths.AssertEqual(count, y => Elementwise.Map(function, x, z, y), typeof(TFunction).Name);
            Widths.AssertEqual(count, y => Elementwise.Map(function, x, one, y), typeof(TFunction).Name + " with a number on the right");
            Widths.AssertEqual(count, y => Elementwise.Map(function, one, x, y), typeof(TFunction).Name + " with a number on the left");
        }
    }
}
