using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Sumcheck;

/// <summary>The prover of proof-1 section 5.</summary>
internal static class SumcheckProver
{
    /// <summary>Of eq(z, ·), and of the other factor.</summary>
    private const int WeightedDegree = 1 + 2;

    /// <summary>Binds every variable; returns the point.</summary>
    public static TExtension[] Prove<TExtension>(ProofWriter writer, ISummand<TExtension> summand)
        where TExtension : struct, IExtension<TExtension>
    {
        var point = new TExtension[summand.VariableCount];
        var values = new TExtension[summand.Degree];
        for (int variable = 0; variable < point.Length; variable++)
        {
            summand.SumRound(values);
            writer.Write<TExtension>(MessageLabel.RoundPolynomial, values);
            point[variable] = writer.Transcript.Challenge<TExtension>();
            summand.Bind(point[variable]);
        }

        return point;
    }

    /// <summary>The same for what has eq(z, ·) for a factor, and another one of degree 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has another degree than 3.</exception>
    public static TExtension[] ProveWeighted<TExtension>(ProofWriter writer, ISummand<TExtension> summand, TExtension[] z)
        where TExtension : struct, IExtension<TExtension>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(summand.Degree, WeightedDegree);
        var point = new TExtension[summand.VariableCount];
        Span<TExtension> values = new TExtension[WeightedDegree];
        for (int variable = 0; variable < point.Length; variable++)
        {
            summand.SumRound(values);
            (TExtension first, TExtension second) = OtherFactor(z[variable], values[0], values[1], values[2]);
            writer.Write(MessageLabel.RoundPolynomial, first, second);
            point[variable] = writer.Transcript.Challenge<TExtension>();
            summand.Bind(point[variable]);
        }

        return point;
    }

    /// <summary>The coefficients of X and X² of the polynomial that is, times (1 - z)(1 - X) + z X, given at 0, 2 and 3.</summary>
    /// <remarks>That line is 0 at one of these for three values of z; who draws one has to begin again, with a probability below 2^-100.</remarks>
    private static (TExtension First, TExtension Second) OtherFactor<TExtension>(TExtension z, TExtension at0, TExtension at2, TExtension at3)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension line0 = TExtension.One - z;
        TExtension line2 = z + z - line0;
        TExtension line3 = line2 + z - line0;
        TExtension inverse = (line0 * line2 * line3).Inverse();
        TExtension constant = at0 * line2 * line3 * inverse;
        TExtension half = ((at2 * line0 * line3 * inverse) - constant) * Half;
        TExtension second = (((at3 * line0 * line2 * inverse) - constant) * Third) - half;
        return (half - second - second, second);
    }

    private static Goldilocks Half { get; } = Goldilocks.From(2UL).Inverse();

    private static Goldilocks Third { get; } = Goldilocks.From(3UL).Inverse();
}
