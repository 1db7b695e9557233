using OpenGradient.Primitives;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Hiding;

/// <summary>The random rows that hide a combination of rows, as many as E has coefficients; proof-1 section 14.</summary>
internal static class MaskRows
{
    /// <summary>What they were committed to with, and the value that they add.</summary>
    public static Opening<TExtension> Read<TExtension>(ref ProofReader reader, CommitmentShape hidden)
        where TExtension : struct, IExtension<TExtension>
    {
        byte[] root = [.. reader.ReadBytes(MessageLabel.MaskRoot, Keccak256.DigestBytes)];
        return new(hidden.MaskOf(TExtension.Degree), root, reader.ReadOne<TExtension>(MessageLabel.MaskValue));
    }

    /// <summary>1, X, …, and 0 for a row that is there to make their number a power of two.</summary>
    public static TExtension[] Weights<TExtension>()
        where TExtension : struct, IExtension<TExtension>
    {
        var weights = new TExtension[1 << TensorShape.LogOf(TExtension.Degree)];
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
