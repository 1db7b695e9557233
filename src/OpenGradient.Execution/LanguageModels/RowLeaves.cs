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
    private const int Lanes = 16; // of the widest hashing kernel
    private const int ManyTiles = 64;
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
        int tileCount = TileHashes.Count(rowBytes);
        bool goesOn = _entries.Count > 0 && _entries[^1].TileCount == tileCount;
        var entry = new Entry(step, output, Describe(value), tileCount, _tileCount, goesOn ? _entries[^1].RunStart : _tileCount);
        _entries.Add(entry);
        _tileCount += rowCount * entry.TileCount;
        if (_tiles.Length < _tileCount)
            Array.Resize(ref _tiles, Math.Max(_tileCount, 2 * _tiles.Length));
        int done = HashInPlace(entry, value.Bytes, rowBytes, workers);
        int lastBytes = rowBytes - ((entry.TileCount - 1) * TileHashes.TileBytes);
        for (int index = done; index < rowCount * entry.TileCount; index++)
        {
            (int row, int tile) = Math.DivRem(index, entry.TileCount);
            int byteCount = tile == entry.TileCount - 1 ? lastBytes : TileHashes.TileBytes;
            ReadOnlySpan<byte> bytes = value.Bytes.Slice((row * rowBytes) + (tile * TileHashes.TileBytes), byteCount);
            (byteCount == TileHashes.TileBytes ? _wholeTiles : _lastTiles).Add(bytes, entry.FirstTile + index, _tiles, workers);
        }
    }

    /// <summary>Hashes tiles where they are, if there are many and rows are made of whole ones; returns how many, which fill all lanes.</summary>
    private int HashInPlace(Entry entry, ReadOnlySpan<byte> bytes, int rowBytes, Workers workers)
    {
        int count = bytes.Length / TileHashes.TileBytes / Lanes * Lanes;
        if (rowBytes % TileHashes.TileBytes != 0 || count < ManyTiles)
            return 0;
        workers.For(new PieceHashing(bytes, TileHashes.TileBytes, _tiles.AsSpan(entry.FirstTile, count)), PieceHashing.PartCount(count));
        return count;
    }

    /// <summary>The leaf of each row; valid until rows are added again.</summary>
    public ReadOnlySpan<Digest> Complete(int rowCount, Workers workers)
    {
        _wholeTiles.Flush(_tiles, workers);
        _lastTiles.Flush(_tiles, workers);
        FoldTrees(rowCount, workers);
        int leafBytes = 0;
        foreach (Entry entry in _entries)
            leafBytes += HeaderBytes + Digest.SizeBytes + entry.Description.Length;
        if (_leaves.Length < rowCount)
            _leaves = new Digest[rowCount];
        if (_contents.Length < rowCount * leafBytes)
            _contents = new byte[rowCount * leafBytes];
        workers.For(new LeafParts(this, rowCount, leafBytes), LeafParts.Count(rowCount));
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

    /// <summary>The roots over the tiles of every row, run after run of entries.</summary>
    private void FoldTrees(int rowCount, Workers workers)
    {
        for (int first = 0; first < _entries.Count;)
        {
            Entry entry = _entries[first];
            int treeCount = 0;
            for (; first < _entries.Count && _entries[first].RunStart == entry.RunStart; first++)
                treeCount += rowCount;
            var folding = new TreeFolding(_tiles.AsSpan(entry.RunStart, treeCount * entry.TileCount), entry.TileCount);
            workers.For(in folding, TreeFolding.PartCount(treeCount));
        }
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

    /// <summary>A traced output: its tiles, [rows, tiles], and where those of the entries before it with as many tiles a row begin.</summary>
    private readonly record struct Entry(int Step, int Output, byte[] Description, int TileCount, int FirstTile, int RunStart)
    {
        /// <summary>Where the root of a row lies once trees are folded.</summary>
        public int RootPlace(int row) => RunStart + TreeFolding.RootPlace(((FirstTile - RunStart) / TileCount) + row, TileCount);
    }

    /// <summary>The leaves of some rows at a time.</summary>
    private readonly struct LeafParts(RowLeaves owner, int rowCount, int leafBytes) : IWorkBody
    {
        public static int Count(int rowCount) => (rowCount + PartRows - 1) / PartRows;

        public void Run(int part, int participant)
        {
            int first = part * PartRows;
            int count = Math.Min(PartRows, rowCount - first);
            Span<byte> contents = owner._contents.AsSpan(first * leafBytes, count * leafBytes);
            int at = 0;
            foreach (Entry entry in owner._entries)
            {
                for (int row = 0; row < count; row++)
                    Write(entry, owner._tiles[entry.RootPlace(first + row)], contents[((row * leafBytes) + at)..]);
                at += HeaderBytes + Digest.SizeBytes + entry.Description.Length;
            }

            PieceHashes.Hash(0x00, contents, leafBytes, owner._leaves.AsSpan(first, count));
        }

        /// <summary>Writes an entry's part of the contents of a leaf.</summary>
        private static void Write(Entry entry, Digest root, Span<byte> part)
        {
            BinaryPrimitives.WriteUInt32BigEndian(part, (uint)entry.Step);
            BinaryPrimitives.WriteUInt32BigEndian(part[4..], (uint)entry.Output);
            root.CopyTo(part[HeaderBytes..]);
            entry.Description.CopyTo(part[(HeaderBytes + Digest.SizeBytes)..]);
        }

        private const int PartRows = 32; // some 10 µs
    }
}
