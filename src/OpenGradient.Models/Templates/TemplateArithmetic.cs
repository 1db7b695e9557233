using System.Numerics;

namespace OpenGradient.Models.Templates;

/// <summary>Arithmetic of numbers, as Python has it.</summary>
internal static class TemplateArithmetic
{
    /// <summary>Applies an operator to two numbers.</summary>
    public static object Calculate(string symbol, object left, object right)
    {
        if (left is long a && right is long b && CalculateSmall(symbol, a, b) is { } small)
            return small;
        if ((left as TemplateUndefined ?? right as TemplateUndefined) is { } undefined)
            throw undefined.Error();
        if (!IsNumber(left) || !IsNumber(right))
            throw TemplateError.Runtime($"'{symbol}' does not work on {TemplateValues.Describe(left)} and {TemplateValues.Describe(right)}.");
        if (symbol == "**")
            return Power(left, right);
        if (symbol is "/" or "//" or "%" && !TemplateValues.IsTrue(right))
            throw TemplateError.Runtime("Division by zero.");
        if (left is double || right is double)
            return CalculateReals(symbol, Real(left), Real(right));
        TemplateNumbers.TryWhole(left, out BigInteger x);
        TemplateNumbers.TryWhole(right, out BigInteger y);
        return symbol == "/" ? Quotient(x, y) : TemplateNumbers.FromWhole(CalculateIntegers(symbol, x, y));
    }

    /// <summary>Whether a value is one that can be calculated with.</summary>
    public static bool IsNumber(object value) => value is long or double or bool or BigInteger;

    /// <summary>What fits 64 bits, without larger numbers; null where it may not.</summary>
    private static object? CalculateSmall(string symbol, long left, long right)
    {
        Int128? result = symbol switch
        {
            "+" => (Int128)left + right,
            "-" => (Int128)left - right,
            "*" => (Int128)left * right,
            _ => null,
        };
        return result >= long.MinValue && result <= long.MaxValue ? (long)result : null;
    }

    private static double Real(object value)
    {
        if (value is double real)
            return real;
        TemplateNumbers.TryWhole(value, out BigInteger whole);
        return TemplateNumbers.ToReal(whole);
    }

    private static BigInteger CalculateIntegers(string symbol, BigInteger left, BigInteger right) => symbol switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "//" => FloorDivide(left, right),
        _ => left - (FloorDivide(left, right) * right),
    };

    private static BigInteger FloorDivide(BigInteger left, BigInteger right)
    {
        BigInteger quotient = BigInteger.DivRem(left, right, out BigInteger rest);
        return !rest.IsZero && (left.Sign < 0) != (right.Sign < 0) ? quotient - 1 : quotient;
    }

    private static object Quotient(BigInteger left, BigInteger right)
    {
        double quotient = TemplateNumbers.Divide(left, right);
        return double.IsFinite(quotient) ? quotient : throw TemplateError.Runtime("A number is too large for a floating-point one.");
    }

    private static object Power(object left, object right)
    {
        if (left is double || right is double || !TemplateNumbers.TryWhole(left, out BigInteger number) || !TemplateNumbers.TryWhole(right, out BigInteger exponent) || exponent.Sign < 0)
            throw TemplateError.Unsupported("Powers that are no integers are not supported, for they differ from machine to machine; write the number.");
        if (number.IsZero || number.IsOne || number == BigInteger.MinusOne)
            return TemplateNumbers.FromWhole(exponent.IsZero ? BigInteger.One : exponent.IsEven ? number * number : number);
        return exponent * (number.GetBitLength() - 1) <= TemplateNumbers.BitLimit
            ? TemplateNumbers.FromWhole(BigInteger.Pow(number, (int)exponent))
            : throw TemplateError.TooLarge($"A number has more than {TemplateNumbers.BitLimit} bits.");
    }

    private static object CalculateReals(string symbol, double left, double right) => symbol switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        "//" => FloorDivide(left, right),
        _ => Modulo(left, right),
    };

    /// <summary>The rest, with the sign of what is divided by.</summary>
    private static double Modulo(double left, double right)
    {
        double rest = left % right;
        if (rest == 0)
            return double.CopySign(0, right);
        return (right < 0) != (rest < 0) ? rest + right : rest;
    }

    private static double FloorDivide(double left, double right)
    {
        double rest = left % right;
        double quotient = (left - rest) / right;
        if (rest != 0 && (right < 0) != (rest < 0))
            quotient -= 1;
        if (quotient == 0)
            return double.CopySign(0, left / right);
        double floor = double.Floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }
}
