using System.Buffers;
using System.Text;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A set of bytes, each a character of its own, and perhaps all other code points beside them.</summary>
/// <remarks>
/// "All other code points" are those from U+0080 on without surrogates and without the row U+2000 to U+203F, which holds the line
/// separators: a class of a pattern often leaves these out and nothing else. Then the bytes are ASCII.
/// </remarks>
internal readonly record struct ByteAlphabet
{
    private const int FirstLeftOut = 0x2000;
    private const int LastLeftOut = 0x203F;
    private const int FewestLetters = 16;

    // Sequences of byte ranges that together are the code points; bytes of one range lead to one state, or the alphabet is none.
    private static readonly GrammarSymbol[][] CodePoints =
        [.. Utf8Ranges.Of(0x80, FirstLeftOut - 1).Concat(Utf8Ranges.Of(LastLeftOut + 1, 0x10FFFF)).Select(static sequence => sequence.ToArray())];

    private readonly UInt128 _low;
    private readonly UInt128 _high;
    private readonly bool _takesCodePoints;

    private ByteAlphabet(UInt128 low, UInt128 high, bool takesCodePoints)
    {
        _low = low;
        _high = high;
        _takesCodePoints = takesCodePoints;
    }

    /// <summary>Whether the byte is a character of the set.</summary>
    public bool Contains(int value) => ((value < 128 ? _low >> value : _high >> (value - 128)) & 1) != 0;

    /// <summary>The largest set of characters that lead from a state to one and the same; null if it is small. Not complete if the machine's work is spent.</summary>
    public static ByteAlphabet? Of(GrammarMachine machine, GrammarState state)
    {
        GrammarState? common = MostFrequent(machine, state, out int letters);
        if (common is null || letters < FewestLetters)
            return null;
        ByteAlphabet ascii = new(Where(machine, state, common, 0), 0, takesCodePoints: true);
        return ascii.CodePointsLeadTo(machine, state, common) ? ascii : new(ascii._low, Where(machine, state, common, 128), takesCodePoints: false);
    }

    /// <summary>Where all of the characters lead; null if they lead to several states, or the machine's work is spent.</summary>
    public GrammarState? Follow(GrammarMachine machine, GrammarState state)
    {
        if (state.Common is { } known && known.Alphabet == this)
            return known.Next;
        GrammarState? next = null;
        for (int value = 0; value < 256; value++)
        {
            if (!Contains(value))
                continue;
            GrammarState after = machine.Step(state, (byte)value);
            if (machine.IsSpent)
                return null;
            if (after != (next ??= after))
                return Remember(state, null);
        }

        bool isCommon = next is not null && (!_takesCodePoints || CodePointsLeadTo(machine, state, next));
        return machine.IsSpent ? null : Remember(state, isCommon ? next : null);
    }

    /// <summary>How many characters a text has; null if some of it is no character of the set.</summary>
    public int? Count(ReadOnlySpan<byte> text)
    {
        int count = 0;
        for (int place = 0; place < text.Length; count++)
        {
            if (Contains(text[place]))
            {
                place++;
                continue;
            }

            if (!_takesCodePoints || Rune.DecodeFromUtf8(text[place..], out Rune rune, out int length) != OperationStatus.Done
                || rune.IsAscii || rune.Value is >= FirstLeftOut and <= LastLeftOut)
            {
                return null;
            }

            place += length;
        }

        return count;
    }

    private GrammarState? Remember(GrammarState state, GrammarState? next)
    {
        state.Common = (this, next);
        return next;
    }

    /// <summary>The state that the most ASCII bytes lead to, if the text can go on there.</summary>
    private static GrammarState? MostFrequent(GrammarMachine machine, GrammarState state, out int letters)
    {
        Dictionary<GrammarState, int> counts = [];
        for (int value = 0; value < 128 && !machine.IsSpent; value++)
        {
            GrammarState next = machine.Step(state, (byte)value);
            if (!next.IsDead)
                counts[next] = counts.GetValueOrDefault(next) + 1;
        }

        (GrammarState? common, letters) = counts.Count > 0 ? counts.MaxBy(static pair => pair.Value) : default;
        return common;
    }

    private static UInt128 Where(GrammarMachine machine, GrammarState state, GrammarState common, int first)
    {
        UInt128 bits = 0;
        for (int value = first; value < first + 128 && !machine.IsSpent; value++)
        {
            if (machine.Step(state, (byte)value) == common)
                bits |= UInt128.One << (value - first);
        }

        return bits;
    }

    private bool CodePointsLeadTo(GrammarMachine machine, GrammarState state, GrammarState common) =>
        CodePoints.All(sequence => After(machine, state, sequence) == common);

    /// <summary>Where every text of a sequence of byte ranges leads; null if they lead to several states.</summary>
    private static GrammarState? After(GrammarMachine machine, GrammarState state, ReadOnlySpan<GrammarSymbol> sequence)
    {
        foreach (GrammarSymbol range in sequence)
        {
            GrammarState next = machine.Step(state, range.Low);
            for (int value = range.Low + 1; value <= range.High; value++)
            {
                if (machine.IsSpent || machine.Step(state, (byte)value) != next)
                    return null;
            }

            state = next;
        }

        return state;
    }
}
