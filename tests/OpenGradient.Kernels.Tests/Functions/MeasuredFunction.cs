namespace OpenGradient.Kernels.Tests.Functions;

/// <summary>A function of exec-1 beside its true value.</summary>
/// <param name="Name">As in the table of errors of the specification.</param>
/// <param name="Low">The least argument that is measured.</param>
/// <param name="High">The largest.</param>
/// <param name="Truth">The function in binary64, good to far less than a unit in the last place of binary32.</param>
/// <param name="Apply">The function of exec-1, element by element.</param>
/// <param name="IsAbsolute">Whether the error is a plain difference, not one in units of the last place of the true value.</param>
internal sealed record MeasuredFunction(string Name, float Low, float High, Func<double, double> Truth, Action<float[], float[]> Apply, bool IsAbsolute = false)
{
    /// <summary>All, in the order of the specification.</summary>
    public static IReadOnlyList<MeasuredFunction> All { get; } =
    [
        Of("exp", default(Exp), Math.Exp),
        Of("log", default(Log), Math.Log),
        Of("tanh", default(Tanh), Math.Tanh),
        Of("erf", default(Erf), ReferenceErf.Of),
        Of("softplus", default(Softplus), static x => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x)))),
        Of("sigmoid", default(Sigmoid), Logistic),
        Of("silu", default(Silu), static x => double.IsNegativeInfinity(x) ? 0 : x * Logistic(x)),
        Of("gelu", default(Gelu), static x => 0.5 * x * (1 + ReferenceErf.Of(x * Math.Sqrt(0.5)))) with { Low = 0f },
        Of("gelu", default(Gelu), static x => 0.5 * x * (1 + ReferenceErf.Of(x * Math.Sqrt(0.5)))) with { High = -float.Epsilon, IsAbsolute = true },
        Of("gelutanh", default(GeluTanh), GeluByTanh) with { Low = 0f },
        Of("gelutanh", default(GeluTanh), GeluByTanh) with { Low = float.MinValue, High = -float.Epsilon, IsAbsolute = true },
        Of("sin", default(Sin), Math.Sin, Reach),
        Of("cos", default(Cos), Math.Cos, Reach),
        Of("Atan", default(Atan), Math.Atan),
        Of("Asin", default(Asin), Math.Asin),
        Of("Acos", default(Acos), Math.Acos),
        Of("Tan", default(Tan), Math.Tan, Reach),
        Of("Sinh", default(Sinh), Math.Sinh),
        Of("Cosh", default(Cosh), Math.Cosh),
        Of("Asinh", default(Asinh), Math.Asinh),
        Of("Acosh", default(Acosh), Math.Acosh),
        Of("Atanh", default(Atanh), Math.Atanh),
    ];

    /// <summary>How far the function is from the truth at one number.</summary>
    public double ErrorAt(float x)
    {
        float[] y = new float[1];
        Apply([x], y);
        return Error(y[0], Truth(x));
    }

    /// <summary>The distance; in units of the last place of the true value, where subnormals have the unit 2^-149.</summary>
    public double Error(float actual, double truth)
    {
        if (double.IsNaN(truth) || double.IsInfinity(truth))
            return double.IsNaN(truth) == float.IsNaN(actual) && (double.IsNaN(truth) || actual == (float)truth) ? 0 : double.PositiveInfinity;
        if (float.IsInfinity(actual))
            return Math.Abs(truth) >= BeyondTheLargest ? 0 : double.PositiveInfinity;
        if (IsAbsolute)
            return Math.Abs(actual - truth);
        int exponent = truth == 0 ? -149 : Math.Max(Math.ILogB(truth) - 23, -149);
        return Math.Abs(actual - truth) / Math.ScaleB(1, exponent);
    }

    private static MeasuredFunction Of<TFunction>(string name, TFunction function, Func<double, double> truth, float limit = float.PositiveInfinity)
        where TFunction : struct, IUnaryFunction => new(name, -limit, limit, truth, (x, y) => Elementwise.Map(function, x, y));

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    // ½ · (1 + tanh z) = 1 / (1 + e^-2z)
    private static double GeluByTanh(double x) => x * Logistic(2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)));

    private static double LogOnePlus(double u) => u < 1e-5 ? u - (u * u / 2) + (u * u * u / 3) : Math.Log(1 + u);

    private const float Reach = 524287.97f; // the largest below 2^19, up to which the angle is reduced without an error that counts
    private const double BeyondTheLargest = 3.4028235677973366e38;
}
