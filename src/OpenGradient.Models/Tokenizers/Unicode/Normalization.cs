using System.Text;

namespace OpenGradient.Models.Tokenizers.Unicode;

/// <summary>The four normalization forms (Unicode Standard Annex 15) over the tables of <see cref="UnicodeTable"/>.</summary>
internal static class Normalization
{
    private const int SyllableFirst = 0xAC00;
    private const int LeadFirst = 0x1100;
    private const int VowelFirst = 0x1161;
    private const int TrailFirst = 0x11A7;
    private const int VowelCount = 21;
    private const int TrailCount = 28;
    private const int LeadCount = 19;

    /// <summary>Decomposes, and for the composed forms composes again.</summary>
    public static string Normalize(string text, bool isCompatible, bool isComposed)
    {
        if (Ascii.IsValid(text))
            return text;
        List<int> codes = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            Decompose(rune.Value, isCompatible, codes);
        SortMarks(codes);
        if (isComposed)
            Compose(codes);
        StringBuilder normalized = new(codes.Count);
        Span<char> units = stackalloc char[2];
        foreach (int code in codes)
            normalized.Append(units[..new Rune(code).EncodeToUtf16(units)]);
        return normalized.ToString();
    }

    private static void Decompose(int code, bool isCompatible, List<int> codes)
    {
        int syllable = code - SyllableFirst;
        if (syllable is >= 0 and < LeadCount * VowelCount * TrailCount)
        {
            codes.Add(LeadFirst + (syllable / (VowelCount * TrailCount)));
            codes.Add(VowelFirst + (syllable / TrailCount % VowelCount));
            if (syllable % TrailCount > 0)
                codes.Add(TrailFirst + (syllable % TrailCount));
            return;
        }

        ReadOnlySpan<int> parts = UnicodeTable.Decomposition(code, isCompatible);
        if (parts.IsEmpty)
            codes.Add(code);
        foreach (int part in parts)
            Decompose(part, isCompatible, codes);
    }

    /// <summary>Sorts each run of marks by their classes, keeping the order of equals.</summary>
    private static void SortMarks(List<int> codes)
    {
        for (int start = 0; start < codes.Count; start++)
        {
            int end = start;
            while (end < codes.Count && UnicodeTable.CombiningClass(codes[end]) > 0)
                end++;
            if (end - start > 1)
            {
                int[] sorted = [.. codes[start..end].OrderBy(UnicodeTable.CombiningClass)];
                for (int i = 0; i < sorted.Length; i++)
                    codes[start + i] = sorted[i];
            }

            start = end;
        }
    }

    private static void Compose(List<int> codes)
    {
        int starter = -1;
        int lastClass = 0;
        int count = 0;
        foreach (int code in codes.ToArray())
        {
            int markClass = UnicodeTable.CombiningClass(code);
            bool isBlocked = starter >= 0 && count > starter + 1 && (lastClass == 0 || lastClass >= markClass);
            if (starter >= 0 && !isBlocked && TryCompose(codes[starter], code, out int composed))
            {
                codes[starter] = composed;
                continue;
            }

            if (markClass == 0)
                starter = count;
            lastClass = markClass;
            codes[count++] = code;
        }

        codes.RemoveRange(count, codes.Count - count);
    }

    private static bool TryCompose(int first, int second, out int composed)
    {
        int lead = first - LeadFirst;
        int vowel = second - VowelFirst;
        composed = SyllableFirst + (((lead * VowelCount) + vowel) * TrailCount);
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
            return true;
        int syllable = first - SyllableFirst;
        int trail = second - TrailFirst;
        composed = first + trail;
        if (syllable is >= 0 and < LeadCount * VowelCount * TrailCount && syllable % TrailCount == 0 && trail is > 0 and < TrailCount)
            return true;
        return UnicodeTable.TryCompose(first, second, out composed);
    }
}
