using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hashing;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Hiding;

/// <summary>The random rows that hide a combination of rows, where it is hidden; proof-1 section 14.</summary>
/// <param name="Root">The commitment to them; empty where nothing is hidden.</param>
internal readonly record struct OpeningMask(byte[] Root)
{
    /// <summary>From here on rows and value are the mask's plus ε times what they were.</summary>
    public static OpeningMask Read<TExtension>(ref ProofReader reader, CommitmentShape shape, Span<TExtension> rowWeights, ref TExtension value)
        where TExtension : struct, IExtension<TExtension>
    {
        if (!shape.IsHiding)
            return new([]);
        byte[] root = reader.ReadBytes(MessageLabel.MaskRoot, Keccak256.DigestBytes).ToArray();
        TExtension ofMask = reader.ReadOne<TExtension>(MessageLabel.MaskValue);
        TExtension epsilon = reader.Transcript.Challenge<TExtension>();
        value = ofMask + (epsilon * value);
        foreach (ref TExtension weight in rowWeights)
            weight *= epsilon;
        return new(root);
    }

    /// <summary>Reads the columns of the mask, adds each to a sum, and returns their leaves.</summary>
    public byte[] AddColumns<TExtension>(ref ProofReader reader, CommitmentShape shape, int[] indices, TExtension[] sums)
        where TExtension : struct, IExtension<TExtension>
    {
        if (!shape.IsHiding)
            return [];
        (TExtension[] ofMask, byte[] hashes) = OpeningVerifier.ReadColumns(ref reader, indices, WeightsOf<TExtension>());
        for (int query = 0; query < sums.Length; query++)
            sums[query] += ofMask[query];
        return hashes;
    }

    /// <summary>1, X, …, and 0 for a row that is there to make their number a power of two.</summary>
    public static TExtension[] WeightsOf<TExtension>()
        where TExtension : struct, IExtension<TExtension>
    {
        var weights = new TExtension[1 << Multilinear.TensorShape.LogOf(TExtension.Degree)];
        var coefficients = new Goldilocks[TExtension.Degree];
        for (int row = 0; row < coefficients.Length; row++)
        {
            coefficients[row] = Goldilocks.One;
            weights[row] = TExtension.From(coefficients);
            coefficients[row] = Goldilocks.Zero;
        }

        return weights;
    }
}
