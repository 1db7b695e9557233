using System.Globalization;
using System.Numerics;
using OpenGradient.Programs;
using static OpenGradient.Models.Quantization.ExactFunctions;

namespace OpenGradient.Models.Quantization;

/// <summary>The operators of one number that become tables.</summary>
internal static class TableFunctions
{
    /// <summary>The function of a step; null if it is no function of one number.</summary>
    public static Func<BigInteger, BigInteger>? Find(Step step) => step.Operator switch
    {
        "Abs" => BigInteger.Abs,
        "Clip" => Clip(Number(step, "low", float.NegativeInfinity), Number(step, "high", float.PositiveInfinity)),
        "Elu" => Elu(Fixed(Number(step, "alpha", 1f))),
        "Erf" => Erf,
        "Exp" => Exp,
        "Gelu" => Gelu,
        "LeakyRelu" => LeakyRelu(Fixed(Number(step, "alpha", 0.01f))),
        "Log" => static x => x.Sign > 0 ? Log(x) : -64 * One,
        "Reciprocal" => static x => x.IsZero ? BigInteger.Zero : Divide(One, x),
        "Relu" => static x => BigInteger.Max(x, BigInteger.Zero),
        "Sigmoid" => Sigmoid,
        "Silu" => static x => Multiply(x, Sigmoid(x)),
        "Softplus" => Softplus,
        "Sqrt" => Sqrt,
        "Tanh" => Tanh,
        _ => null,
    };

    private static Func<BigInteger, BigInteger> Elu(BigInteger alpha) => x => x.Sign >= 0 ? x : Multiply(alpha, Exp(x) - One);

    private static Func<BigInteger, BigInteger> LeakyRelu(BigInteger alpha) => x => x.Sign >= 0 ? x : Multiply(alpha, x);

    private static Func<BigInteger, BigInteger> Clip(float low, float high)
    {
        BigInteger? floor = float.IsFinite(low) ? Fixed(low) : null;
        BigInteger? ceiling = float.IsFinite(high) ? Fixed(high) : null;
        return x => ceiling is { } most && x > most ? most : floor is { } least && x < least ? least : x;
    }

    private static BigInteger Fixed(float number)
    {
        BigInteger magnitude = number == 0f ? BigInteger.Zero : new ExactScale(Math.Abs(number)).ToReal(1);
        return number < 0 ? -magnitude : magnitude;
    }

    private static float Number(Step step, string name, float defaultValue) => step.Attributes.TryGetValue(name, out string? text)
        ? BitConverter.UInt32BitsToSingle(uint.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
        : defaultValue;
}
