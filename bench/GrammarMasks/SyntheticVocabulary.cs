using System.Text;

namespace OpenGradient.Benchmarks.GrammarMasks;

/// <summary>A vocabulary made by chance in the proportions of Qwen2's 151,936 tokens: words, code points, runs of blanks, pieces of code, parts of characters.</summary>
internal static class SyntheticVocabulary
{
    private const int Parts = 1_400; // of characters
    private const int Code = 6_000; // marks, quotes, escapes, line ends
    private const int Ideographs = 45_000; // and other letters beyond ASCII

    private static readonly string[] Syllables = ["a", "e", "in", "on", "ter", "re", "st", "al", "th", "er", "ous", "ment", "co", "un", "ly", "con", "ing", "ed", "s", "pro", "ta", "mi", "sh", "or", "it"];
    private static readonly string[] Marks = ["\"", "\\", "\n", "\t", "(", ")", "{", "}", "[", "]", ":", ",", ";", "=", "->", "//", "'", " ", "\\n", "_", ".", "<", ">", "\r\n"];

    public static byte[][] Create(int count)
    {
        Random random = new(20_26);
        HashSet<string> texts = [];
        List<byte[]> tokens = [.. Enumerable.Range(0, 256).Select(static value => new[] { (byte)value })];
        for (int length = 2; length <= 128; length++)
            texts.Add(new string(' ', length));
        Fill(texts, Code, () => Join(random, Marks, 1, 5));
        Fill(texts, texts.Count + Ideographs, () => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => char.ConvertFromUtf32(random.Next(4) == 0 ? random.Next(0xA1, 0x530) : random.Next(0x4E00, 0x9FA0)))));
        Fill(texts, count - tokens.Count - Parts - 1, () => (random.Next(2) == 0 ? " " : "") + Word(random));
        tokens.AddRange(texts.Select(Encoding.UTF8.GetBytes));
        while (tokens.Count < count - 1)
            tokens.Add([.. Encoding.UTF8.GetBytes(char.ConvertFromUtf32(random.Next(0x4E00, 0x9FA0)))[..2]]);
        tokens.Add([]); // the end of a turn
        return [.. tokens];
    }

    private static string Word(Random random)
    {
        string word = Join(random, Syllables, 1, 6);
        return random.Next(4) == 0 ? char.ToUpperInvariant(word[0]) + word[1..] : word;
    }

    private static string Join(Random random, string[] parts, int least, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => parts[random.Next(parts.Length)]));

    private static void Fill(HashSet<string> texts, int count, Func<string> make)
    {
        while (texts.Count < count)
            texts.Add(make());
    }
}
