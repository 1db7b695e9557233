using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Prover.Trees;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Commitments;

/// <summary>A code word and the tree of its fibres.</summary>
internal sealed class WrittenWord<TExtension>(TreeHash hash, TExtension[] word, int fibreElements, CancellationToken cancellation)
    where TExtension : struct, IExtension<TExtension>
{
    private readonly HashTree _tree = BulkArithmetic<TExtension>.Instance.TreeOfFibres(hash, word, fibreElements, cancellation);

    public ReadOnlySpan<byte> Root => _tree.Root;

    public int FibreCount => word.Length / fibreElements;

    /// <summary>Shows the fibres at these places, ascending and without repetition.</summary>
    public void ShowFibres(ProofWriter writer, int[] places)
    {
        var fibre = new TExtension[fibreElements];
        foreach (int place in places)
        {
            for (int index = 0; index < fibre.Length; index++)
                fibre[index] = word[place + (index * FibreCount)];
            writer.WriteClear<TExtension>(MessageLabel.Fibres, fibre);
        }

        _tree.Open(writer, places);
    }
}
