namespace OpenGradient.Kernels.Tests.Functions;

/// <summary>How far the functions are from the true values, measured against binary64; the bounds are those that their docs state.</summary>
public sealed class AccuracyTests(ITestOutputHelper output)
{
    private const int SampleStep = 9973; // a prime: about 430,000 of all 2^32 bit patterns

    [Fact]
    public void Functions_OnSampledNumbers_AreWithinTheirBounds() => Measure(SampleStep);

    [Fact]
    [Trait("Category", "Slow")]
    public void Functions_OnOneIn97OfAllNumbers_AreWithinTheirBounds() => Measure(97);

    private void Measure(uint step)
    {
        Check(default(Exp), Math.Exp, 1.0, step);
        Check(default(Log), Math.Log, 1.0, step);
        Check(default(Tanh), Math.Tanh, 2.0, step);
        Check(default(Erf), ReferenceErf.Of, 2.0, step);
        Check(default(Softplus), static x => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x))), 2.0, step);
        Check(default(Sin), Math.Sin, 0.51, step, limit: 524288f);
        Check(default(Cos), Math.Cos, 0.51, step, limit: 524288f);

        MeasureAngles(step);

        // Written as 1 / (1 + e^-x): below the subnormals' reach of e^-x it is +0, an absolute error of less than 2^-126.
        Check(default(Sigmoid), static x => 1 / (1 + Math.Exp(-x)), 2.5, step, limit: 87f);
    }

    private void MeasureAngles(uint step)
    {
        Check(default(Acos), Math.Acos, 0.51, step);
        Check(default(Acosh), Math.Acosh, 0.51, step);
        Check(default(Asin), Math.Asin, 0.51, step);
        Check(default(Asinh), Math.Asinh, 0.51, step);
        Check(default(Atan), Math.Atan, 0.51, step);
        Check(default(Atanh), Math.Atanh, 0.51, step);
        Check(default(Cosh), Math.Cosh, 0.51, step);
        Check(default(Sinh), Math.Sinh, 0.51, step);
        Check(default(Tan), Math.Tan, 0.51, step, limit: 524288f);
    }

    private void Check<TFunction>(TFunction function, Func<double, double> reference, double bound, uint step, float limit = float.PositiveInfinity)
        where TFunction : struct, IUnaryFunction
    {
        double worst = 0;
        float worstAt = 0;
        float[] block = new float[4096];
        float[] results = new float[block.Length];
        int filled = 0;
        for (ulong bits = 0; bits <= uint.MaxValue; bits += step)
        {
            float x = Samples.Bits((uint)bits);
            if (float.IsNaN(x) || Math.Abs(x) > limit)
                continue;
            block[filled++] = x;
            if (filled < block.Length)
                continue;
            filled = 0;
            Elementwise.Map(function, block, results);
            for (int i = 0; i < block.Length; i++)
            {
                double error = UlpError(results[i], reference(block[i]));
                if (error > worst)
                    (worst, worstAt) = (error, block[i]);
            }
        }

        output.WriteLine($"{typeof(TFunction).Name}: {worst:F3} ulp at {worstAt:R}");
        Assert.True(worst <= bound, $"{typeof(TFunction).Name}: {worst:F3} ulp at {worstAt:R}, allowed {bound}");
    }

    /// <summary>The distance in units of the last place of the true value; subnormals have the unit 2^-149.</summary>
    private static double UlpError(float actual, double truth)
    {
        if (double.IsNaN(truth) || double.IsInfinity(truth))
            return double.IsNaN(truth) == float.IsNaN(actual) && (double.IsNaN(truth) || actual == (float)truth) ? 0 : double.PositiveInfinity;
        if (float.IsInfinity(actual))
            return Math.Abs(truth) >= 3.4028235677973366e38 ? 0 : double.PositiveInfinity;
        int exponent = truth == 0 ? -149 : Math.Max(Math.ILogB(truth) - 23, -149);
        return Math.Abs(actual - truth) / Math.ScaleB(1, exponent);
    }

    private static double LogOnePlus(double u) => u < 1e-5 ? u - (u * u / 2) + (u * u * u / 3) : Math.Log(1 + u);
}
