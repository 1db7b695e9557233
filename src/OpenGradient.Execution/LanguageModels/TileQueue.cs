using OpenGradient.Kernels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Collects tiles of one length until there are enough to fill the lanes of the hashing kernel and the threads.</summary>
internal sealed class TileQueue
{
    private readonly int[] _places = new int[Capacity];
    private readonly Digest[] _digests = new Digest[Capacity];
    private byte[] _bytes = [];
    private int _tileBytes;
    private int _count;

    /// <summary>Takes a tile, whose digest goes to <paramref name="digests"/>[<paramref name="place"/>] sooner or later.</summary>
    public void Add(ReadOnlySpan<byte> tile, int place, Digest[] digests, Workers workers)
    {
        if (_count == Capacity || tile.Length != _tileBytes)
            Flush(digests, workers);
        _tileBytes = tile.Length;
        if (_bytes.Length < (_count + 1) * _tileBytes)
            Array.Resize(ref _bytes, Math.Min(Capacity, 2 * (_count + 1)) * _tileBytes);
        tile.CopyTo(_bytes.AsSpan(_count * _tileBytes));
        _places[_count++] = place;
    }

    /// <summary>Hashes what is there.</summary>
    public void Flush(Digest[] digests, Workers workers)
    {
        workers.For(new PieceHashing(_bytes, _tileBytes, _digests.AsSpan(0, _count)), PieceHashing.PartCount(_count));
        for (int index = 0; index < _count; index++)
            digests[_places[index]] = _digests[index];
        _count = 0;
    }

    /// <summary>Forgets what is there.</summary>
    public void Clear() => _count = 0;

    private const int Capacity = 512;
}
