using System.Numerics;
using OpenGradient.Programs;
using static OpenGradient.Models.Quantization.ExactFunctions;
using static OpenGradient.Models.Quantization.ExactTrigonometry;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization;

/// <summary>The operators of one number that become tables.</summary>
internal static class TableFunctions
{
    /// <summary>The function of a step; null if it is no function of one number.</summary>
    public static Func<BigInteger, BigInteger>? Find(Step step) => step.Operator switch
    {
        "Abs" => BigInteger.Abs,
        "Acos" => Acos,
        "Acosh" => Acosh,
        "Asin" => Asin,
        "Asinh" => Asinh,
        "Atan" => Atan,
        "Atanh" => Atanh,
        "Clip" => Clip(Number(step, "low", float.NegativeInfinity), Number(step, "high", float.PositiveInfinity)),
        "Cos" => Cos,
        "Cosh" => Cosh,
        "Elu" => Elu(Fixed(Number(step, "alpha", 1f))),
        "Erf" => Erf,
        "Exp" => Exp,
        "Gelu" => Gelu,
        "GeluTanh" => GeluTanh,
        "LeakyRelu" => LeakyRelu(Fixed(Number(step, "alpha", 0.01f))),
        "Log" => static x => x.Sign > 0 ? Log(x) : -64 * One,
        "Relu" => static x => BigInteger.Max(x, BigInteger.Zero),
        "Sigmoid" => Sigmoid,
        "Sin" => Sin,
        "Sinh" => Sinh,
        "Silu" => static x => Multiply(x, Sigmoid(x)),
        "Softplus" => Softplus,
        "Tan" => Tan,
        "Tanh" => Tanh,
        _ => null,
    };

    /// <summary>x^p for a constant p that is no whole number; 0 for x that are not positive.</summary>
    public static Func<BigInteger, BigInteger> Power(double exponent)
    {
        BigInteger power = Fixed((float)exponent);
        return x => x.Sign > 0 ? Exp(Multiply(power, Log(x))) : BigInteger.Zero;
    }

    private static Func<BigInteger, BigInteger> Elu(BigInteger alpha) => x => x.Sign >= 0 ? x : Multiply(alpha, Exp(x) - One);

    private static Func<BigInteger, BigInteger> LeakyRelu(BigInteger alpha) => x => x.Sign >= 0 ? x : Multiply(alpha, x);

    private static Func<BigInteger, BigInteger> Clip(float low, float high)
    {
        BigInteger? floor = float.IsFinite(low) ? Fixed(low) : null;
        BigInteger? ceiling = float.IsFinite(high) ? Fixed(high) : null;
        return x => ceiling is { } most && x > most ? most : floor is { } least && x < least ? least : x;
    }

    // √(2/π) and 0.044715, to the bits of binary32
    private static BigInteger GeluTanh(BigInteger x)
    {
        BigInteger cube = Multiply(Multiply(x, x), x);
        return Multiply(x, One + Tanh(Multiply(Fixed(0.7978845608028654f), x + Multiply(Fixed(0.044715f), cube)))) >> 1;
    }

    private static BigInteger Fixed(float number)
    {
        BigInteger magnitude = number == 0f ? BigInteger.Zero : new ExactScale(Math.Abs(number)).ToReal(1);
        return number < 0 ? -magnitude : magnitude;
    }
}
