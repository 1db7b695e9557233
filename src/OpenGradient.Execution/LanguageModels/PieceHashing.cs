using OpenGradient.Kernels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Hashes pieces of one length that lie one behind the other, some at a time.</summary>
internal readonly ref struct PieceHashing(ReadOnlySpan<byte> bytes, int pieceBytes, Span<Digest> digests) : IWorkBody
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly Span<Digest> _digests = digests;

    /// <summary>How many parts so many pieces are.</summary>
    public static int PartCount(int pieceCount) => (pieceCount + PartPieces - 1) / PartPieces;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int first = part * PartPieces;
        Span<Digest> digests = _digests.Slice(first, Math.Min(PartPieces, _digests.Length - first));
        PieceHashes.Hash(0x00, _bytes.Slice(first * pieceBytes, digests.Length * pieceBytes), pieceBytes, digests);
    }

    private const int PartPieces = 64; // of 1024 bytes some 10 µs
}
