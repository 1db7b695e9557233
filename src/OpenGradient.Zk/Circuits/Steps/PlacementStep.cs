using System.Collections.Immutable;

namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y(i) = x(map(i)) of the one part that has the cell i, or <paramref name="Fill"/> where none has it: what joins, cuts, repeats or picks.</summary>
/// <param name="Parts">At least one; all with the same groups of axes of y, and no two with the same cell.</param>
/// <param name="Fill">A public number.</param>
/// <param name="Output">y.</param>
internal sealed record PlacementStep(ImmutableArray<PlacementPart> Parts, long Fill, int Output) : CircuitStep(Output)
{
    public override string Name => "Placement";

    /// <summary>How many axes of y each group has.</summary>
    public int[] Groups => [.. Parts[0].Maps.Select(static map => map.AxisCount)];

    /// <summary>The elements of y.</summary>
    /// <param name="elementsOf">Those of the parts.</param>
    public long[] Place(Func<int, long[]> elementsOf)
    {
        long[] y = [];
        foreach (PlacementPart part in Parts)
        {
            (int[] sources, long[] x) = (part.Sources(), elementsOf(part.X));
            if (y.Length == 0)
            {
                y = new long[sources.Length];
                Array.Fill(y, Fill);
            }

            for (int cell = 0; cell < y.Length; cell++)
            {
                if (sources[cell] >= 0)
                    y[cell] = x[sources[cell]];
            }
        }

        return y;
    }
}
