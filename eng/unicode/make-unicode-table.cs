// Makes src/OpenGradient.Models/Tokenizers/Unicode/unicode.bin from the Unicode Character Database.
// Run: dotnet run make-unicode-table.cs FOLDER 15.0.0 unicode.bin    (FOLDER holds UnicodeData.txt and DerivedNormalizationProps.txt)
// Numbers are unsigned LEB128; lists are a count and then the entries; code points are the difference to the one before.
using System.Globalization;

string folder = args[0];
using MemoryStream table = new();
foreach (string part in args[1].Split('.'))
    table.WriteByte(byte.Parse(part, CultureInfo.InvariantCulture));

SortedDictionary<int, string[]> characters = [];
List<(int First, int Last, string Category)> ranges = [];
int rangeFirst = -1;
foreach (string line in File.ReadLines(Path.Combine(folder, "UnicodeData.txt")))
{
    string[] fields = line.Split(';');
    int code = Hex(fields[0]);
    if (fields[1].EndsWith(", First>", StringComparison.Ordinal))
    {
        rangeFirst = code;
        continue;
    }

    ranges.Add((rangeFirst >= 0 ? rangeFirst : code, code, fields[2]));
    rangeFirst = -1;
    characters[code] = fields;
}

WriteCategories();
WriteList([.. characters.Where(static pair => pair.Value[13].Length > 0)], static pair => pair.Key, static pair => [Difference(Hex(pair.Value[13]), pair.Key)]);
WriteList([.. characters.Where(static pair => pair.Value[3] != "0")], static pair => pair.Key, static pair => [int.Parse(pair.Value[3], CultureInfo.InvariantCulture)]);
WriteList([.. characters.Where(static pair => pair.Value[5].Length > 0)], static pair => pair.Key, static pair => Decomposition(pair.Key, pair.Value[5]));
WriteList(Excluded(), static code => code, static _ => []);
File.WriteAllBytes(args[2], table.ToArray());
return;

// The code points from each entry on are of its category: index in the enum UnicodeCategory, 29 being "not assigned".
void WriteCategories()
{
    List<(int First, int Category)> starts = [];
    int next = 0;
    foreach ((int first, int last, string category) in ranges)
    {
        if (first > next)
            Start(next, 29);
        Start(first, Array.IndexOf(Categories, category));
        next = last + 1;
    }

    Start(next, 29);
    WriteList(starts, static entry => entry.First, static entry => [entry.Category]);

    void Start(int code, int category)
    {
        if (starts.Count == 0 || starts[^1].Category != category)
            starts.Add((code, category));
    }
}

// Twice the length, plus one for a compatibility mapping; then the code points as differences to the character.
static int[] Decomposition(int code, string field)
{
    string[] parts = field.Split(' ');
    bool isCompatibility = parts[0][0] == '<';
    int[] mapping = [.. parts.Skip(isCompatibility ? 1 : 0).Select(Hex)];
    return [(mapping.Length * 2) + (isCompatibility ? 1 : 0), .. mapping.Select(target => Difference(target, code))];
}

List<int> Excluded()
{
    List<int> excluded = [];
    foreach (string line in File.ReadLines(Path.Combine(folder, "DerivedNormalizationProps.txt")))
    {
        string[] fields = line.Split('#')[0].Split(';', StringSplitOptions.TrimEntries);
        if (fields.Length < 2 || fields[1] != "Full_Composition_Exclusion")
            continue;
        int[] bounds = [.. fields[0].Split("..").Select(Hex)];
        excluded.AddRange(Enumerable.Range(bounds[0], bounds[^1] - bounds[0] + 1));
    }

    excluded.Sort();
    return excluded;
}

void WriteList<T>(IReadOnlyList<T> entries, Func<T, int> codeOf, Func<T, int[]> numbersOf)
{
    Write(entries.Count);
    int previous = 0;
    foreach (T entry in entries)
    {
        Write(codeOf(entry) - previous);
        previous = codeOf(entry);
        foreach (int number in numbersOf(entry))
            Write(number);
    }
}

void Write(int number)
{
    uint rest = (uint)number;
    for (; rest >= 0x80; rest >>= 7)
        table.WriteByte((byte)(rest | 0x80));
    table.WriteByte((byte)rest);
}

// Zigzag: 0, -1, 1, -2, … as 0, 1, 2, 3, …
static int Difference(int to, int from) => ((to - from) << 1) ^ ((to - from) >> 31);

static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

partial class Program
{
    private static readonly string[] Categories =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc",
        "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];
}
