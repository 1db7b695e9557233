using System.Collections.Immutable;

namespace OpenGradient.Kernels;

/// <summary>The weights of a linear map that stand alone, where they lie: [outputs, depth], in pieces of equally many outputs.</summary>
/// <param name="layout">In which order the weights of a piece lie.</param>
/// <param name="pieces">The pieces, each from the first weight of its first output on.</param>
/// <param name="outputCount">How many outputs; a multiple of the number of pieces.</param>
/// <param name="depth">Weights of an output.</param>
/// <param name="strideBytes">As in <see cref="PlainWeights"/>.</param>
internal sealed class PlainMatrix(PlainLayout layout, ImmutableArray<ReadOnlyMemory<byte>> pieces, int outputCount, int depth, int strideBytes)
{
    /// <summary>In which order the weights of a piece lie.</summary>
    public PlainLayout Layout => layout;

    /// <summary>How many outputs.</summary>
    public int OutputCount => outputCount;

    /// <summary>Weights of an output.</summary>
    public int Depth => depth;

    /// <summary>How many pieces there are.</summary>
    public int PieceCount => pieces.Length;

    /// <summary>Outputs of a piece.</summary>
    public int PieceOutputs { get; } = outputCount / pieces.Length;

    /// <summary>The outputs of a piece.</summary>
    /// <param name="index">Which piece.</param>
    /// <param name="bias">[outputs] of all pieces, with any fifteen numbers more; or nothing.</param>
    public PlainWeights Piece(int index, ReadOnlySpan<float> bias) =>
        new(layout, pieces[index].Span, PieceOutputs, depth, strideBytes, bias.IsEmpty ? bias : bias[(index * PieceOutputs)..]);
}
