using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>The leaves of the rows of one run of a causal Program (spec/exec-1, section 11).</summary>
/// <remarks>
/// <code>
/// leaf t = SHA-256( 0x00 ‖ for each traced output, in order of step and output:   step u32be ‖ output u32be ‖ tiles of row t ‖ type "[" d1 "," d2 … "]" )
/// </code>
/// A row depends on the rows of its text up to it only, so the leaves are the same however texts were cut and put together.
/// </remarks>
internal sealed class RowLeaves
{
    private const int HeaderBytes = 8;
    private const int DescriptionBytes = 128; // a type of at most 4 letters, at most 7 dimensions of 10 digits, punctuation

    private readonly List<Entry> _entries = [];
    private readonly TileQueue _wholeTiles = new();
    private readonly TileQueue _lastTiles = new();
    private Digest[] _tiles = []; // for each entry [rows, tiles]
    private int _tileCount;
    private byte[] _contents = [];
    private Digest[] _leaves = [];

    /// <summary>Takes the rows of one traced output.</summary>
    public void Add(int step, int output, Value value, Workers workers)
    {
        int rowCount = value.Rank == 0 ? 0 : value.Shape[0];
        if (rowCount == 0)
            return;
        int rowBytes = value.Bytes.Length / rowCount;
        var entry = new Entry(step, output, Describe(value), _tileCount, TileHashes.Count(rowBytes));
        _entries.Add(entry);
        _tileCount += rowCount * entry.TileCount;
        if (_tiles.Length < _tileCount)
            Array.Resize(ref _tiles, Math.Max(_tileCount, 2 * _tiles.Length));
        int lastBytes = rowBytes - ((entry.TileCount - 1) * TileHashes.TileBytes);
        for (int row = 0; row < rowCount; row++)
        {
            ReadOnlySpan<byte> bytes = value.Bytes.Slice(row * rowBytes, rowBytes);
            int first = entry.FirstTile + (row * entry.TileCount);
            for (int tile = 0; tile < entry.TileCount - 1; tile++)
                _wholeTiles.Add(bytes.Slice(tile * TileHashes.TileBytes, TileHashes.TileBytes), first + tile, _tiles, workers);
            (lastBytes == TileHashes.TileBytes ? _wholeTiles : _lastTiles).Add(bytes[^lastBytes..], first + entry.TileCount - 1, _tiles, workers);
        }
    }

    /// <summary>The leaf of each row; valid until rows are added again.</summary>
    public ReadOnlySpan<Digest> Complete(int rowCount, Workers workers)
    {
        _wholeTiles.Flush(_tiles, workers);
        _lastTiles.Flush(_tiles, workers);
        int leafBytes = 0;
        foreach (Entry entry in _entries)
            leafBytes += HeaderBytes + Digest.SizeBytes + entry.Description.Length;
        if (_leaves.Length < rowCount)
            _leaves = new Digest[rowCount];
        if (_contents.Length < rowCount * leafBytes)
            _contents = new byte[rowCount * leafBytes];
        int at = 0;
        for (int first = 0; first < _entries.Count;)
        {
            int end = first + 1;
            while (end < _entries.Count && _entries[end].TileCount == _entries[first].TileCount)
                end++;
            Span<Digest> roots = TileHashes.FoldEach(_tiles.AsSpan(_entries[first].FirstTile, (end - first) * rowCount * _entries[first].TileCount), _entries[first].TileCount);
            for (; first < end; first++, roots = roots[rowCount..])
                at += Write(_entries[first], roots[..rowCount], leafBytes, at);
        }

        PieceHashes.Hash(0x00, _contents.AsSpan(0, rowCount * leafBytes), leafBytes, _leaves.AsSpan(0, rowCount));
        Clear();
        return _leaves.AsSpan(0, rowCount);
    }

    /// <summary>Forgets rows that were begun and not completed.</summary>
    public void Clear()
    {
        _entries.Clear();
        _wholeTiles.Clear();
        _lastTiles.Clear();
        _tileCount = 0;
    }

    /// <summary>Writes an entry's part of the contents of all leaves; returns its length.</summary>
    private int Write(Entry entry, ReadOnlySpan<Digest> roots, int leafBytes, int at)
    {
        for (int row = 0; row < roots.Length; row++)
        {
            Span<byte> part = _contents.AsSpan((row * leafBytes) + at);
            BinaryPrimitives.WriteUInt32BigEndian(part, (uint)entry.Step);
            BinaryPrimitives.WriteUInt32BigEndian(part[4..], (uint)entry.Output);
            roots[row].CopyTo(part[HeaderBytes..]);
            entry.Description.CopyTo(part[(HeaderBytes + Digest.SizeBytes)..]);
        }

        return HeaderBytes + Digest.SizeBytes + entry.Description.Length;
    }

    private static byte[] Describe(Value value)
    {
        Span<byte> text = stackalloc byte[DescriptionBytes];
        int position = Encoding.ASCII.GetBytes(value.Type.CanonicalName(), text);
        text[position++] = (byte)'[';
        for (int axis = 1; axis < value.Rank; axis++)
        {
            if (axis > 1)
                text[position++] = (byte)',';
            value.Shape[axis].TryFormat(text[position..], out int written, default, CultureInfo.InvariantCulture);
            position += written;
        }

        text[position++] = (byte)']';
        return text[..position].ToArray();
    }

    /// <summary>A traced output.</summary>
    private readonly record struct Entry(int Step, int Output, byte[] Description, int FirstTile, int TileCount);
}
