using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>a - b·cos(2πi/n) + c·cos(4πi/n); n is the size, or one less. In binary64, rounded once.</summary>
internal sealed record CosineWindow(double A, double B, double C, bool IsPeriodic)
{
    /// <summary>The window that the attributes <c>form</c> and <c>periodic</c> name.</summary>
    public static CosineWindow Of(StepAttributes attributes)
    {
        (double a, double b, double c) = attributes.Name("form", "hann") switch
        {
            "hann" => (0.5, 0.5, 0.0),
            "hamming" => (25.0 / 46, 21.0 / 46, 0.0),
            "blackman" => (0.42, 0.5, 0.08),
            string other => throw attributes.Malformed("form", other, "hann, hamming or blackman"),
        };
        return new CosineWindow(a, b, c, attributes.Flag("periodic", true));
    }

    /// <summary>Element <paramref name="i"/> of a window of a size.</summary>
    public float At(long i, long size)
    {
        long n = IsPeriodic ? size : size - 1;
        (double once, _) = n == 0 ? (1, 0) : UnitCircle.At(i % n, n);
        (double twice, _) = n == 0 ? (1, 0) : UnitCircle.At(2L * i % n, n);
        return (float)(A - (B * once) + (C * twice));
    }
}
