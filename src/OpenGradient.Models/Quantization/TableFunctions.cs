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
        "Gelu" => Gelu,
        "GeluTanh" => GeluTanh,
        "LeakyRelu" => LeakyRelu(Fixed(Number(step, "alpha", 0.01f))),
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

    /// <summary>
    /// What was seen of the operand, without what lies so far out that it makes no difference there: a function that has come to its limit is the same from there on, and a table over
    /// all of it would have no entries left for where it changes. Twice as far is kept, so that what was not seen has room.
    /// </summary>
    /// <param name="step">The step of the function.</param>
    /// <param name="seen">What was seen of the operand.</param>
    /// <param name="largest">The largest magnitude that was seen of the function.</param>
    public static ValueRange Near(Step step, ValueRange seen, double largest)
    {
        double flat = (FlatBits - Math.ILogB(Math.Min(1, largest))) * BitReach; // e^-flat is nothing beside the largest
        (double below, double above) = step.Operator switch
        {
            "Sigmoid" or "Tanh" or "Erf" => (flat, flat),
            "Elu" or "Exp" or "Gelu" or "GeluTanh" or "Silu" or "Softplus" => (flat, double.PositiveInfinity),
            "Relu" => (0, double.PositiveInfinity),
            "Clip" => (Math.Abs(Number(step, "low", float.NegativeInfinity)), Math.Abs(Number(step, "high", float.PositiveInfinity))),
            _ => (double.PositiveInfinity, double.PositiveInfinity),
        };
        var near = new ValueRange(Math.Max(seen.Low, -below), Math.Min(seen.High, above), seen.Shape);
        return near.Low <= near.High && near.Low <= 0 && near.High >= 0 && near.Magnitude > 0 && near.Magnitude * LeastGain <= seen.Magnitude ? near : seen;
    }

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
        return x =>
        {
            BigInteger raised = floor is { } least ? BigInteger.Max(x, least) : x;
            return ceiling is { } most ? BigInteger.Min(raised, most) : raised;
        };
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

    private const int FlatBits = 18; // two more than a table's entries have
    private const double BitReach = 0.7; // e^-0.7 is less than a half
    private const double LeastGain = 4; // two bits more for each entry: for less, what was seen stays whole
}
