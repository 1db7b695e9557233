using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>The trace of a causal Program: one leaf for each position (spec/exec-1, section 11).</summary>
/// <remarks>
/// <code>
/// row content = SHA-256( type "[" d1 "," d2 … "]" LF ‖ elements of row t )
/// leaf t      = RFC 6962 leaf hash of, for each traced output in order of step and output: step u32be ‖ output u32be ‖ row content
/// </code>
/// A row depends on the rows up to it only, so the leaves are the same however a text was cut into chunks.
/// </remarks>
internal sealed class CausalTrace
{
    private const int EntryBytes = 8 + Digest.SizeBytes;
    private const int HeaderBytes = 128; // a type of at most 4 letters, at most 7 dimensions of 10 digits, punctuation

    private readonly MerkleFrontier _frontier = new();
    private readonly List<byte[]> _entries = []; // for each traced output, [rows, EntryBytes]
    private byte[] _content = new byte[1024];

    /// <summary>How many leaves there are.</summary>
    public long LeafCount => _frontier.LeafCount;

    /// <summary>The root over all leaves.</summary>
    public Digest Root() => _frontier.Root();

    /// <summary>Takes the rows of one traced output.</summary>
    public void Add(int step, int output, Value value)
    {
        int rowCount = value.Rank == 0 ? 0 : value.Shape[0];
        byte[] entries = new byte[rowCount * EntryBytes];
        int rowBytes = rowCount == 0 ? 0 : value.Bytes.Length / rowCount;
        int headerBytes = WriteHeader(value, rowBytes);
        for (int row = 0; row < rowCount; row++)
        {
            Span<byte> entry = entries.AsSpan(row * EntryBytes, EntryBytes);
            BinaryPrimitives.WriteUInt32BigEndian(entry, (uint)step);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], (uint)output);
            value.Bytes.Slice(row * rowBytes, rowBytes).CopyTo(_content.AsSpan(headerBytes));
            SHA256.HashData(_content.AsSpan(0, headerBytes + rowBytes), entry[8..]);
        }

        _entries.Add(entries);
    }

    /// <summary>Makes a leaf of each row that all traced outputs have given.</summary>
    public void CompleteRows(int rowCount)
    {
        byte[] leaf = new byte[_entries.Count * EntryBytes];
        for (int row = 0; row < rowCount; row++)
        {
            for (int i = 0; i < _entries.Count; i++)
                _entries[i].AsSpan(row * EntryBytes, EntryBytes).CopyTo(leaf.AsSpan(i * EntryBytes));
            _frontier.Append(MerkleTree.HashLeaf(leaf));
        }

        _entries.Clear();
    }

    /// <summary>Forgets rows that were begun and not completed.</summary>
    public void DropRows() => _entries.Clear();

    /// <summary>Starts anew.</summary>
    public void Reset()
    {
        DropRows();
        _frontier.Reset();
    }

    private int WriteHeader(Value value, int rowBytes)
    {
        if (_content.Length < HeaderBytes + rowBytes)
            _content = new byte[HeaderBytes + rowBytes];
        int position = Encoding.ASCII.GetBytes(value.Type.CanonicalName(), _content);
        _content[position++] = (byte)'[';
        for (int axis = 1; axis < value.Rank; axis++)
        {
            if (axis > 1)
                _content[position++] = (byte)',';
            value.Shape[axis].TryFormat(_content.AsSpan(position), out int written, default, CultureInfo.InvariantCulture);
            position += written;
        }

        _content[position++] = (byte)']';
        _content[position++] = (byte)'\n';
        return position;
    }
}
