using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Hiding;

/// <summary>All equations as one: Σ weight · cell = target, by the powers of a challenge; proof-1 section 14.</summary>
/// <param name="Weights">[rows behind the masks][row length]; 0 behind the cells.</param>
/// <param name="Target">What it must be.</param>
internal sealed record TableauSum<TExtension>(TExtension[][] Weights, TExtension Target)
    where TExtension : struct, IExtension<TExtension>
{
    public static TableauSum<TExtension> Of(TableauShape shape, PadEquations<TExtension> equations, TExtension rho)
    {
        var weights = new TExtension[shape.CellRows][];
        for (int row = 0; row < weights.Length; row++)
            weights[row] = new TExtension[shape.RowLength];
        (TExtension target, TExtension power) = (TExtension.Zero, rho);
        foreach (Affine<TExtension> equation in equations.Equations)
        {
            for (int term = 0; term < equation.Form!.Unknowns.Length; term++)
                Add(shape.PlaceOf(equations.Unknowns[equation.Form.Unknowns[term]]), power * equation.Form.Factors[term]);
            target -= power * equation.Known;
            power *= rho;
        }

        foreach (Unknown product in equations.Unknowns.Where(static unknown => !unknown.IsPad))
        {
            (int row, int cell) = shape.PlaceOfFactor(product.Index);
            AddCopy((row, cell), product.Left);
            AddCopy((row + shape.ProductRows, cell), product.Right);
        }

        return new(weights, target);

        void Add((int Row, int Cell) place, TExtension weight) => weights[place.Row][place.Cell] += weight;

        void AddCopy((int Row, int Cell) place, int original)
        {
            Add(place, power);
            Add(shape.PlaceOf(equations.Unknowns[original]), TExtension.Zero - power);
            power *= rho;
        }
    }
}
