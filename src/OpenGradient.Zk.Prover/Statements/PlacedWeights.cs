using System.Collections.Immutable;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>w: the weights of all claims about a vector, each at the cells of its pieces. What pieces of several claims have in common they have as a whole.</summary>
internal sealed class PlacedWeights<TExtension>(IEnumerable<PieceWeights<TExtension>> pieces)
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>By the place where they begin.</summary>
    public ImmutableArray<PieceWeights<TExtension>> Pieces { get; } = [.. pieces.OrderBy(static piece => piece.Start)];

    /// <summary>Adds scale · w at so many places from one on to a table.</summary>
    public void AddTo(TExtension[] table, int at, int place, int count, TExtension scale)
    {
        for (int piece = FirstPieceAt(place); piece < Pieces.Length && Pieces[piece].Start < place + count; piece++)
            Pieces[piece].AddTo(table, at, place, count, scale);
    }

    /// <summary>The first piece that begins at a place or behind it, or the one that the place lies in, the first of several claims.</summary>
    private int FirstPieceAt(int place)
    {
        (int low, int high) = (0, Pieces.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Pieces[middle].End <= place ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
