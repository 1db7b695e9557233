namespace OpenGradient.Kernels;

/// <summary>How rows that do not depend on one another are cut into groups of like size, by shape alone.</summary>
internal static class RowGroups
{
    /// <summary>How many groups there are; 1 for few elements.</summary>
    public static int Count(int rowCount, int columnCount)
    {
        int most = MostRows(columnCount);
        return Math.Max(1, (rowCount + most - 1) / most);
    }

    /// <summary>The first row of a group, and how many rows it has.</summary>
    public static (int First, int RowCount) Group(int rowCount, int columnCount, int group)
    {
        int count = Count(rowCount, columnCount);
        int first = (int)((long)rowCount * group / count);
        return (first, (int)((long)rowCount * (group + 1) / count) - first);
    }

    private static int MostRows(int columnCount) => Math.Max(1, GroupElements / Math.Max(1, columnCount));

    private const int GroupElements = 1 << 13; // some 3 to 10 µs with wide vectors
}
