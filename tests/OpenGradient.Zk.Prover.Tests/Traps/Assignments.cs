using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <summary>What columns can hold at all: for searches of a second witness.</summary>
internal static class Assignments
{
    /// <summary>Every number that limbs can stand for.</summary>
    public static IEnumerable<long> Of(Limbs limbs)
    {
        Assert.InRange(limbs.BitCount, 1, 20);
        return Enumerable.Range(0, 1 << limbs.BitCount).Select(number => number - limbs.Offset);
    }

    /// <summary>Whether limbs can stand for a number of the field.</summary>
    public static bool Fits(Goldilocks number, Limbs limbs) => (number + Goldilocks.From(limbs.Offset)).Value >> limbs.BitCount == 0;

    /// <summary>Every row of so many cells with a number below a limit in each.</summary>
    public static IEnumerable<long[]> Rows(int cellCount, int limit)
    {
        IEnumerable<long[]> rows = [[]];
        for (int cell = 0; cell < cellCount; cell++)
            rows = rows.SelectMany(_ => Enumerable.Range(0, limit), static (row, number) => (long[])[.. row, number]);
        return rows;
    }

    /// <summary>Rows with H (1 - H) = 0 in each cell and Σ H = 1: those that a choice can be, of cells up to 2.</summary>
    public static IEnumerable<long[]> Choices(int cellCount) => Rows(cellCount, 3).Where(static row => row.All(static cell => cell * (1 - cell) == 0) && row.Sum() == 1);
}
