using System.Globalization;
using System.Numerics;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>The least and the greatest of the numbers that a schema allows, exactly: in units of the last digit that a number here can have.</summary>
/// <param name="FractionDigits">How many digits stand behind the point: a unit is a 1 in the last of them.</param>
internal readonly record struct NumberBounds(int FractionDigits)
{
    private const int MaximumTextLength = 64;
    private const int MaximumExponent = 400;

    /// <summary>The least; null for none.</summary>
    public BigInteger? Least { get; private init; }

    /// <summary>The greatest; null for none.</summary>
    public BigInteger? Greatest { get; private init; }

    /// <summary>Whether nothing bounds it.</summary>
    public bool IsFree => Least is null && Greatest is null;

    /// <summary>No number that is below, or equal if that is excluded.</summary>
    /// <exception cref="InvalidInputException">The bound is none; the subject is the path.</exception>
    public NumberBounds AtLeast(JsonValue bound, bool isExcluded, string path)
    {
        (BigInteger floor, bool isExact) = InUnits(bound, path);
        BigInteger least = isExact && !isExcluded ? floor : floor + 1;
        return this with { Least = Least is { } other ? BigInteger.Max(other, least) : least };
    }

    /// <summary>No number that is above, or equal if that is excluded.</summary>
    /// <inheritdoc cref="AtLeast" path="/exception"/>
    public NumberBounds AtMost(JsonValue bound, bool isExcluded, string path)
    {
        (BigInteger floor, bool isExact) = InUnits(bound, path);
        BigInteger greatest = isExact && isExcluded ? floor - 1 : floor;
        return this with { Greatest = Greatest is { } other ? BigInteger.Min(other, greatest) : greatest };
    }

    /// <summary>Whether no number is within both.</summary>
    public bool IsApartFrom(NumberBounds other) => Greatest < other.Least || other.Greatest < Least;

    /// <summary>The greatest number of units that is not above the bound, and whether it is the bound.</summary>
    private (BigInteger Floor, bool IsExact) InUnits(JsonValue bound, string path)
    {
        if (bound.Kind != JsonKind.Number)
            throw new InvalidInputException(InvalidInputKind.Invalid, path, "This must be a number.");
        string text = bound.Text;
        int mark = text.IndexOfAny(['e', 'E']);
        string digits = mark < 0 ? text : text[..mark];
        int exponent = 0;
        if (text.Length > MaximumTextLength || (mark >= 0 && (!int.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > MaximumExponent)))
            throw new InvalidInputException(InvalidInputKind.TooLarge, path, $"A bound has at most {MaximumTextLength} characters and an exponent up to {MaximumExponent}.");
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        BigInteger whole = BigInteger.Parse(digits.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int shift = exponent + FractionDigits - (point < 0 ? 0 : digits.Length - point - 1);
        if (shift >= 0)
            return (whole * BigInteger.Pow(10, shift), true);
        BigInteger unit = BigInteger.Pow(10, -shift);
        BigInteger quotient = BigInteger.DivRem(whole, unit, out BigInteger rest);
        return (rest.Sign < 0 ? quotient - 1 : quotient, rest.IsZero);
    }
}
