namespace OpenGradient.Execution.LanguageModels;

/// <summary>One place of a rule: one byte out of a range, a call of another rule, or the end of an alternative.</summary>
internal readonly record struct GrammarSymbol
{
    private GrammarSymbol(byte low, byte high, int rule, bool isEnd)
    {
        Low = low;
        High = high;
        Rule = rule;
        IsEnd = isEnd;
    }

    /// <summary>The end of an alternative.</summary>
    public static GrammarSymbol End { get; } = new(0, 0, -1, isEnd: true);

    /// <summary>The lowest byte.</summary>
    public byte Low { get; }

    /// <summary>The highest byte.</summary>
    public byte High { get; }

    /// <summary>The rule that is called; -1 for none.</summary>
    public int Rule { get; }

    public bool IsEnd { get; }

    public bool IsCall => Rule >= 0;

    public static GrammarSymbol Byte(byte value) => new(value, value, -1, isEnd: false);

    public static GrammarSymbol Bytes(byte low, byte high) => new(low, high, -1, isEnd: false);

    public static GrammarSymbol Call(int rule) => new(0, 0, rule, isEnd: false);

    /// <summary>Whether it is a byte of this range.</summary>
    public bool Takes(byte value) => !IsEnd && !IsCall && value >= Low && value <= High;
}
