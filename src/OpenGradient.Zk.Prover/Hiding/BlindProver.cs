using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Hiding;

/// <summary>The prover of <see cref="RowBlinding"/>.</summary>
internal static class BlindProver
{
    /// <summary>Sends the random coefficients of a hidden vector's rows and of its mask's, combined.</summary>
    /// <remarks>The verifier takes them out of the columns that it is shown; the row of whoever proves has none.</remarks>
    /// <param name="writer">The channel.</param>
    /// <param name="ofVector">The vector's part.</param>
    /// <param name="ofMask">The mask's part.</param>
    public static void Send<TExtension>(ProofWriter writer, TExtension[] ofVector, TExtension[] ofMask)
        where TExtension : struct, IExtension<TExtension>
    {
        BulkArithmetic<TExtension>.Instance.AddScaled(ofVector, 0, TExtension.One, ofMask);
        writer.WriteClear<TExtension>(MessageLabel.BlindCombination, ofVector);
    }
}
