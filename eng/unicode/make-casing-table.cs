// Makes src/OpenGradient.Models/Templates/casing.bin from the Unicode Character Database: what Python's string methods know of letters.
// Run: dotnet run make-casing-table.cs FOLDER casing.bin
// FOLDER holds UnicodeData.txt, SpecialCasing.txt, CaseFolding.txt, DerivedCoreProperties.txt and extracted/DerivedNumericType.txt, of 15.0.0.
// Numbers are unsigned LEB128; lists are a count and then the entries; code points are the difference to the one before.
using System.Globalization;

string folder = args[0];
using MemoryStream table = new();

SortedDictionary<int, int[]> upper = [];
SortedDictionary<int, int[]> title = [];
SortedDictionary<int, int[]> lower = [];
foreach (string[] fields in Lines("UnicodeData.txt"))
{
    int code = Hex(fields[0]);
    upper[code] = [fields[12].Length > 0 ? Hex(fields[12]) : code];
    lower[code] = [fields[13].Length > 0 ? Hex(fields[13]) : code];
    title[code] = [fields[14].Length > 0 ? Hex(fields[14]) : upper[code][0]];
}

foreach (string[] fields in Lines("SpecialCasing.txt").Where(static fields => fields.Length < 6)) // one more: only in some language or place
{
    int code = Hex(fields[0]);
    (lower[code], title[code], upper[code]) = (Codes(fields[1]), Codes(fields[2]), Codes(fields[3]));
}

SortedDictionary<int, int[]> fold = [];
foreach (string[] fields in Lines("CaseFolding.txt").Where(static fields => fields[1] is "C" or "F"))
    fold[Hex(fields[0])] = Codes(fields[2]);

WriteMappings(upper.Where(static entry => entry.Value is not [var only] || only != entry.Key));
WriteMappings(title.Where(entry => !entry.Value.SequenceEqual(upper[entry.Key])));
WriteMappings(lower.Where(static entry => entry.Value.Length > 1)); // the others are in unicode.bin
WriteMappings(lower.Where(entry => !entry.Value.SequenceEqual(FoldOf(entry.Key))).Select(entry => KeyValuePair.Create(entry.Key, FoldOf(entry.Key))));
foreach (string property in (string[])["Lowercase", "Uppercase", "Case_Ignorable", "XID_Start", "XID_Continue"])
    WriteRanges(Lines("DerivedCoreProperties.txt").Where(fields => fields[1] == property));
WriteRanges(Lines("extracted/DerivedNumericType.txt").Where(static fields => fields[1] is "Decimal" or "Digit"));
WriteRanges(Lines("extracted/DerivedNumericType.txt"));
File.WriteAllBytes(args[1], table.ToArray());
return;

int[] FoldOf(int code) => fold.GetValueOrDefault(code, [code]);

IEnumerable<string[]> Lines(string name) => File.ReadLines(Path.Combine(folder, name))
    .Select(static line => line.Split('#')[0].Split(';', StringSplitOptions.TrimEntries))
    .Where(static fields => fields.Length > 1);

void WriteMappings(IEnumerable<KeyValuePair<int, int[]>> mappings)
{
    KeyValuePair<int, int[]>[] entries = [.. mappings];
    Write(entries.Length);
    int previous = 0;
    foreach ((int code, int[] target) in entries)
    {
        Write(code - previous);
        previous = code;
        Write(target.Length);
        foreach (int to in target)
            Write(((to - code) << 1) ^ ((to - code) >> 31)); // zigzag
    }
}

// First and last of each run: the distance from the end before, and the length less one.
void WriteRanges(IEnumerable<string[]> lines)
{
    List<(int First, int Last)> ranges = [];
    foreach (int[] bounds in lines.Select(static fields => fields[0].Split("..").Select(Hex).ToArray()).OrderBy(static bounds => bounds[0]))
    {
        if (ranges.Count > 0 && ranges[^1].Last + 1 == bounds[0])
            ranges[^1] = (ranges[^1].First, bounds[^1]);
        else
            ranges.Add((bounds[0], bounds[^1]));
    }

    Write(ranges.Count);
    int previous = 0;
    foreach ((int first, int last) in ranges)
    {
        Write(first - previous);
        Write(last - first);
        previous = last;
    }
}

void Write(int number)
{
    uint rest = (uint)number;
    for (; rest >= 0x80; rest >>= 7)
        table.WriteByte((byte)(rest | 0x80));
    table.WriteByte((byte)rest);
}

static int[] Codes(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Hex)];

static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
