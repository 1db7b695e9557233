using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Hiding;

/// <summary>Σ factor · unknown.</summary>
/// <param name="Equations">Whose unknowns they are.</param>
/// <param name="Unknowns">By number, ascending. One whose factor is 0 stays: which there are never depends on what was sent or drawn.</param>
/// <param name="Factors">As many.</param>
internal sealed record LinearForm<TExtension>(PadEquations<TExtension> Equations, int[] Unknowns, TExtension[] Factors)
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>left + factor · right.</summary>
    public static LinearForm<TExtension> Add(LinearForm<TExtension> left, LinearForm<TExtension> right, TExtension factor)
    {
        List<int> unknowns = new(left.Unknowns.Length + right.Unknowns.Length);
        List<TExtension> factors = new(unknowns.Capacity);
        for ((int i, int k) = (0, 0); i < left.Unknowns.Length || k < right.Unknowns.Length;)
        {
            int ofLeft = i < left.Unknowns.Length ? left.Unknowns[i] : int.MaxValue;
            int ofRight = k < right.Unknowns.Length ? right.Unknowns[k] : int.MaxValue;
            unknowns.Add(Math.Min(ofLeft, ofRight));
            TExtension sum = ofLeft <= ofRight ? left.Factors[i++] : TExtension.Zero;
            factors.Add(ofRight <= ofLeft ? sum + (factor * right.Factors[k++]) : sum);
        }

        return new(left.Equations, [.. unknowns], [.. factors]);
    }

    public LinearForm<TExtension> Scale(TExtension factor) => this with { Factors = Array.ConvertAll(Factors, own => own * factor) };

    /// <summary>The product of two: with each pair of unknowns a new one comes up.</summary>
    public static LinearForm<TExtension> Multiply(LinearForm<TExtension> left, LinearForm<TExtension> right)
    {
        int[] unknowns = new int[left.Unknowns.Length * right.Unknowns.Length];
        var factors = new TExtension[unknowns.Length];
        for (int index = 0; index < unknowns.Length; index++)
        {
            (int i, int k) = (index / right.Unknowns.Length, index % right.Unknowns.Length);
            unknowns[index] = left.Equations.AddProduct(left.Unknowns[i], right.Unknowns[k]);
            factors[index] = left.Factors[i] * right.Factors[k];
        }

        return new(left.Equations, unknowns, factors);
    }
}
