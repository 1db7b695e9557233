using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>The rules of numbers between two bounds: digit by digit, as long as the bound's own digits were read, and freely from then on.</summary>
/// <remarks>
/// A number has at most 16 digits before the point, and no exponent. Where it may have a fraction, that has 1 to 16 digits. There is no
/// negative zero.
/// </remarks>
internal sealed class NumberRange
{
    private const int WholeDigits = 16;

    private readonly GrammarBuilder _builder;
    private readonly JsonGrammar _json;
    private readonly string _name;
    private readonly int _fractionDigits;
    private readonly Dictionary<(int Place, bool IsLow, bool IsHigh), GrammarSymbol> _rests = [];
    private int _wholeDigits;
    private string _low = "";
    private string _high = "";

    private NumberRange(GrammarBuilder builder, JsonGrammar json, string name, int fractionDigits)
    {
        _builder = builder;
        _json = json;
        _name = name;
        _fractionDigits = fractionDigits;
    }

    /// <summary>Adds the numbers within bounds to a rule as alternatives.</summary>
    public static void Add(GrammarBuilder builder, JsonGrammar json, int rule, string name, NumberBounds bounds)
    {
        NumberRange range = new(builder, json, name, bounds.FractionDigits);
        BigInteger end = BigInteger.Pow(10, WholeDigits + bounds.FractionDigits) - 1;
        BigInteger least = bounds.Least ?? -end;
        BigInteger greatest = bounds.Greatest ?? end;
        range.AddMagnitudes(rule, [], BigInteger.Max(least, 0), BigInteger.Min(greatest, end));
        range.AddMagnitudes(rule, [GrammarSymbol.Byte((byte)'-')], BigInteger.Max(-greatest, 1), BigInteger.Min(-least, end));
    }

    /// <summary>The numbers from least to greatest, neither of them negative, for each number of digits before the point.</summary>
    private void AddMagnitudes(int rule, ImmutableArray<GrammarSymbol> sign, BigInteger least, BigInteger greatest)
    {
        for (int digits = 1; digits <= WholeDigits; digits++)
        {
            BigInteger first = digits == 1 ? 0 : BigInteger.Pow(10, digits - 1 + _fractionDigits);
            BigInteger low = BigInteger.Max(least, first);
            BigInteger high = BigInteger.Min(greatest, BigInteger.Pow(10, digits + _fractionDigits) - 1);
            if (low > high)
                continue;
            _wholeDigits = digits;
            _low = low.ToString(CultureInfo.InvariantCulture).PadLeft(digits + _fractionDigits, '0');
            _high = high.ToString(CultureInfo.InvariantCulture).PadLeft(digits + _fractionDigits, '0');
            _rests.Clear();
            _builder.Add(rule, [.. sign, Digit(0, isLow: true, isHigh: true)]);
        }
    }

    /// <summary>What can come from a place on. A bound counts only where everything before was its own digits and it still excludes something.</summary>
    private GrammarSymbol Rest(int place, bool isLow, bool isHigh)
    {
        isLow &= _low.AsSpan(place).ContainsAnyExcept('0');
        isHigh &= _high.AsSpan(place).ContainsAnyExcept('9');
        if (!isLow && !isHigh)
            return place <= _wholeDigits ? _json.NumberRest(_wholeDigits - place, _fractionDigits > 0) : _json.DigitsUpTo(_low.Length - place);
        if (_rests.TryGetValue((place, isLow, isHigh), out GrammarSymbol known))
            return known;
        GrammarSymbol rest = place < _wholeDigits ? Digit(place, isLow, isHigh) : EndOrDigit(place, isLow, isHigh);
        _rests.Add((place, isLow, isHigh), rest);
        return rest;
    }

    /// <summary>Behind the digits before the point: the end, where that is not below the bound, or a digit more.</summary>
    private GrammarSymbol EndOrDigit(int place, bool isLow, bool isHigh)
    {
        int rule = _builder.Declare(_name);
        if (!isLow)
            _builder.Add(rule);
        if (place == _wholeDigits && _fractionDigits > 0)
            _builder.Add(rule, GrammarSymbol.Byte((byte)'.'), Digit(place, isLow, isHigh));
        else if (place < _low.Length)
            _builder.Add(rule, Digit(place, isLow, isHigh));
        return GrammarSymbol.Call(rule);
    }

    /// <summary>A digit at a place: the bounds' own digits, behind which they still count, and those between them.</summary>
    private GrammarSymbol Digit(int place, bool isLow, bool isHigh)
    {
        int rule = _builder.Declare(_name);
        int least = isLow ? _low[place] : '0';
        int greatest = isHigh ? _high[place] : '9';
        if (least == greatest)
        {
            Add(least, greatest, isLow, isHigh);
            return GrammarSymbol.Call(rule);
        }

        if (isLow)
            Add(least, least, isLow: true, isHigh: false);
        if (isHigh)
            Add(greatest, greatest, isLow: false, isHigh: true);
        (int first, int last) = (isLow ? least + 1 : least, isHigh ? greatest - 1 : greatest);
        if (first <= last)
            Add(first, last, isLow: false, isHigh: false);
        return GrammarSymbol.Call(rule);

        void Add(int low, int high, bool isLow, bool isHigh) =>
            _builder.Add(rule, GrammarSymbol.Bytes((byte)low, (byte)high), Rest(place + 1, isLow, isHigh));
    }
}
