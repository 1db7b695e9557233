using System.Globalization;
using OpenGradient.Kernels;

namespace OpenGradient.Matrix;

/// <summary>The same bits on every machine: <c>tests/matrix</c> runs this program on many of them and lays the results beside each other.</summary>
internal static class EntryPoint
{
    /// <summary>
    /// <c>WIDTH</c>: runs every subject on this machine, whose vectors must have that width, and prints a line for each.
    /// <c>width</c>: prints how wide the vectors of this machine are.
    /// <c>table FILE...</c>: what several machines printed, as one table.
    /// </summary>
    /// <returns>0 if every bit is as it should be.</returns>
    public static int Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (arguments is ["table", .. string[] files])
            return Compare([.. files.Select(Leg.Read)]);
        if (arguments is ["width"])
        {
            Console.WriteLine(LaneDispatch.Widest);
            return 0;
        }

        if (arguments is [string width] && width == LaneDispatch.Widest.ToString())
            return RunAll() ? 0 : 1;
        Console.Error.WriteLine($"matrix: the vectors of this machine are {LaneDispatch.Widest}, not '{string.Join(' ', arguments)}'");
        return 2;
    }

    private static int Compare(Leg[] legs)
    {
        var table = new Table(legs);
        foreach (string line in table.Lines())
            Console.WriteLine(line);
        return table.IsSame ? 0 : 1;
    }

    private static bool RunAll()
    {
        string modelFolder = Directory.CreateTempSubdirectory("matrix-").FullName;
        try
        {
            bool isSame = true;
            foreach (Subject subject in Subjects.All(modelFolder))
                isSame &= Run(subject);
            return isSame;
        }
        finally
        {
            Directory.Delete(modelFolder, recursive: true);
        }
    }

    private static bool Run(Subject subject)
    {
        Finding finding = subject.Run();
        Console.WriteLine(Leg.Line(subject.Name, finding));
        bool isSame = (subject.Committed ?? finding.Digest) == finding.Digest && finding.IsSame;
        if (!isSame)
            Console.Error.WriteLine($"matrix: {subject.Name} is {finding}, not {subject.Committed ?? "the same however it is run"}");
        return isSame;
    }
}
