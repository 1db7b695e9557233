using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Commitments;

/// <summary>A code word that was committed to by its fibres, and then folded.</summary>
/// <param name="Root">Of the tree of fibres.</param>
/// <param name="LogLength">Of the code word.</param>
/// <param name="Challenges">To what the first bits of its row are bound: as many as a fibre has bits.</param>
internal sealed record FoldedWord<TExtension>(byte[] Root, int LogLength, TExtension[] Challenges)
    where TExtension : struct, IExtension<TExtension>
{
    public int FibreElements => 1 << Challenges.Length;

    /// <summary>Of the number of fibres, and of the length of what comes of the fold.</summary>
    public int LogFibreCount => LogLength - Challenges.Length;
}
