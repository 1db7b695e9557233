using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Claims;

/// <summary>Claims about what a placement makes, as claims about its parts; proof-1 section 9. The claims have a vector for each group.</summary>
internal static class PlacementWeights
{
    /// <summary>What a part's cells are weighed with.</summary>
    public static ImmutableArray<WeightFactor<TExtension>> OfPart<TExtension>(PlacementPart part, Claim<TExtension> claim)
        where TExtension : struct, IExtension<TExtension> => [.. claim.Weight.Select((factor, group) => Behind(part.Maps[group], factor))];

    /// <summary>By how much the cells that no part has raise the sum.</summary>
    public static TExtension OfFill<TExtension>(PlacementStep step, Claim<TExtension> claim)
        where TExtension : struct, IExtension<TExtension>
    {
        if (step.Fill == 0)
            return TExtension.Zero;
        TExtension sum = claim.WeighOnes();
        foreach (PlacementPart part in step.Parts)
            sum -= OfCells(part, claim);
        return sum * Goldilocks.From(step.Fill);
    }

    /// <summary>Σ w over the cells that a part has.</summary>
    private static TExtension OfCells<TExtension>(PlacementPart part, Claim<TExtension> claim)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension product = TExtension.One;
        for (int group = 0; group < part.Maps.Length; group++)
            product *= Behind(part.Maps[group], claim.Weight[group]).Total();
        return product;
    }

    private static WeightFactor<TExtension> Behind<TExtension>(AxisMap map, WeightFactor<TExtension> factor)
        where TExtension : struct, IExtension<TExtension>
    {
        if (map.Cells.IsDefault)
            return factor.WithAxes(map.SourceAxisCount);
        TExtension[] places = factor.Cells;
        var cells = new TExtension[map.SourceCellCount];
        for (int place = 0; place < places.Length; place++)
        {
            if (map.Cells[place] >= 0)
                cells[map.Cells[place]] += places[place];
        }

        return new(map.SourceAxisCount, cells);
    }
}
