using System.Collections.Immutable;
using System.Globalization;

namespace OpenGradient.Models.Compilation;

/// <summary>The attributes of a step, written as the Program has them; what equals the default is left out by the caller.</summary>
internal sealed class Settings
{
    private readonly ImmutableSortedDictionary<string, string>.Builder _settings = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);

    /// <summary>A whole number.</summary>
    public Settings Integer(string name, long number)
    {
        _settings[name] = number.ToString(CultureInfo.InvariantCulture);
        return this;
    }

    /// <summary>0 or 1.</summary>
    public Settings Flag(string name, bool isSet) => Integer(name, isSet ? 1 : 0);

    /// <summary>A list of whole numbers; nothing is written for null.</summary>
    public Settings Integers(string name, IEnumerable<long>? numbers)
    {
        if (numbers is not null)
            _settings[name] = string.Join(',', numbers.Select(static number => number.ToString(CultureInfo.InvariantCulture)));
        return this;
    }

    /// <summary>A binary32 number, by its bits.</summary>
    public Settings Float(string name, float number)
    {
        _settings[name] = $"0x{BitConverter.SingleToUInt32Bits(number):x8}";
        return this;
    }

    /// <summary>A name.</summary>
    public Settings Name(string name, string value)
    {
        _settings[name] = value;
        return this;
    }

    /// <summary>The attributes of another step; those written already stay as they are.</summary>
    public Settings Copy(ImmutableSortedDictionary<string, string> attributes)
    {
        foreach ((string name, string text) in attributes)
            _settings.TryAdd(name, text);
        return this;
    }

    /// <summary>What was written.</summary>
    public ImmutableSortedDictionary<string, string> ToImmutable() => _settings.ToImmutable();
}
