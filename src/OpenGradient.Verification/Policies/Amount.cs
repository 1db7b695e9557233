using System.Text.RegularExpressions;

namespace OpenGradient.Verification;

/// <summary>An amount, exactly: up to 18 digits before and 18 behind the point (receipt-1 §5.9).</summary>
public readonly partial record struct Amount : IComparable<Amount>
{
    private const int FractionDigits = 18;

    // In units of 10^-18: 36 digits are below 2^120.
    private readonly UInt128 _units;

    private Amount(UInt128 units) => _units = units;

    /// <summary>Reads <c>(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?</c>.</summary>
    public static bool TryParse(string text, out Amount amount)
    {
        amount = default;
        if (!Form().IsMatch(text))
            return false;
        int point = text.IndexOf('.', StringComparison.Ordinal);
        string whole = point < 0 ? text : text[..point];
        string fraction = point < 0 ? "" : text[(point + 1)..];
        amount = new Amount(UInt128.Parse(whole + fraction.PadRight(FractionDigits, '0'), System.Globalization.CultureInfo.InvariantCulture));
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Amount other) => _units.CompareTo(other._units);

    /// <summary>Whether one amount is below another.</summary>
    public static bool operator <(Amount left, Amount right) => left._units < right._units;

    /// <summary>Whether one amount is above another.</summary>
    public static bool operator >(Amount left, Amount right) => left._units > right._units;

    /// <summary>Whether one amount is not above another.</summary>
    public static bool operator <=(Amount left, Amount right) => left._units <= right._units;

    /// <summary>Whether one amount is not below another.</summary>
    public static bool operator >=(Amount left, Amount right) => left._units >= right._units;

    /// <summary>The shortest text of the amount.</summary>
    public override string ToString()
    {
        string digits = _units.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(FractionDigits + 1, '0');
        string fraction = digits[^FractionDigits..].TrimEnd('0');
        return fraction.Length == 0 ? digits[..^FractionDigits] : $"{digits[..^FractionDigits]}.{fraction}";
    }

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?\z")]
    private static partial Regex Form();
}
