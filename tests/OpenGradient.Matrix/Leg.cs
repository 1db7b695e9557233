namespace OpenGradient.Matrix;

/// <summary>What one machine gave for every subject; a text file with a line for each.</summary>
/// <param name="Name">The machine.</param>
/// <param name="Findings">By subject, in the order of the table.</param>
internal sealed record Leg(string Name, (string Subject, Finding Finding)[] Findings)
{
    /// <summary>A line of the file.</summary>
    public static string Line(string subject, Finding finding) =>
        $"{subject} {finding.Digest} {Word(finding.Threads)} {Word(finding.Batch)} {Word(finding.Prefix)} {Word(finding.Pieces)}";

    /// <summary>Reads a file of such lines; its name begins with the place of the leg, for the shell to sort by.</summary>
    public static Leg Read(string file) => new(Path.GetFileNameWithoutExtension(file).TrimStart([.. "0123456789-"]), [.. File.ReadLines(file).Select(Parse)]);

    /// <summary>What a cell of the table says of a comparison.</summary>
    public static string Word(bool? isSame) => isSame switch { true => "same", false => "DIFFERENT", null => "-" };

    private static (string Subject, Finding Finding) Parse(string line)
    {
        string[] fields = line.Split(' ');
        return (fields[0], new Finding(fields[1], IsSame(fields[2]), IsSame(fields[3]), IsSame(fields[4]), IsSame(fields[5])));
    }

    private static bool? IsSame(string word) => word == "-" ? null : word == "same";
}
