using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Kernels.Codes;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Hiding;

/// <summary>The prover of <see cref="RowBlinding"/>.</summary>
internal static class BlindProver
{
    /// <summary>Sends the random coefficients of a hidden vector's rows and of its mask's, combined, and takes them out of a code word.</summary>
    /// <param name="writer">The channel.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="weights">With what its rows are combined.</param>
    /// <param name="ofMask">The mask's part.</param>
    /// <param name="word">The combined code words; none if nobody wants it.</param>
    public static void Send<TExtension>(ProofWriter writer, CommittedVector vector, TExtension[] weights, TExtension[] ofMask, TExtension[] word)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] blind = vector.CombineBlinds(weights);
        BulkArithmetic<TExtension>.Instance.AddScaled(blind, 0, TExtension.One, ofMask);
        writer.WriteClear<TExtension>(MessageLabel.BlindCombination, blind);
        if (word.Length > 0)
            TakeOut(vector.Shape, blind, word);
    }

    private static void TakeOut<TExtension>(CommitmentShape shape, TExtension[] blind, TExtension[] word)
        where TExtension : struct, IExtension<TExtension>
    {
        CommitmentShape planes = shape.MaskOf(TExtension.Degree).BlindShape; // a row for each coefficient
        var elements = new Goldilocks[1 << planes.VariableCount];
        for (int index = 0; index < blind.Length * TExtension.Degree; index++)
            elements[index] = blind[index % blind.Length][index / blind.Length];
        Goldilocks[] added = new RowEncoder(planes).Encode(elements);
        Goldilocks[] factors = RowBlinding.FactorsOf(shape);
        var coefficients = new Goldilocks[TExtension.Degree];
        for (int place = 0; place < word.Length; place++)
        {
            for (int index = 0; index < coefficients.Length; index++)
                coefficients[index] = added[(index * word.Length) + place];
            word[place] -= TExtension.From(coefficients) * factors[place % factors.Length];
        }
    }
}
