using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tracing;

/// <summary>Collects the leaves of a trace (spec/exec-1, section "Trace") and computes its root.</summary>
/// <remarks>
/// <code>
/// content = SHA-256( type "[" d0 "," d1 … "]" LF ‖ elements )
/// leaf    = RFC 6962 leaf hash of ( step u32be ‖ output u32be ‖ iteration u32be for each loop around the step ‖ content )
/// </code>
/// </remarks>
internal sealed class TraceBuilder
{
    private readonly List<Digest> _leaves = [];
    private byte[] _content = new byte[1024];

    /// <summary>How many leaves there are.</summary>
    public int LeafCount => _leaves.Count;

    /// <summary>Appends the leaf of one output of one step.</summary>
    /// <param name="step">The step's number.</param>
    /// <param name="output">Which of its outputs.</param>
    /// <param name="path">The iterations of the loops around the step, outermost first.</param>
    /// <param name="value">The output.</param>
    public void Add(int step, int output, List<int> path, Value value)
    {
        Span<byte> leaf = stackalloc byte[8 + (4 * ProgramValidator.MaxBodyDepth) + Digest.SizeBytes];
        BinaryPrimitives.WriteUInt32BigEndian(leaf, (uint)step);
        BinaryPrimitives.WriteUInt32BigEndian(leaf[4..], (uint)output);
        int position = 8;
        foreach (int iteration in path)
        {
            BinaryPrimitives.WriteUInt32BigEndian(leaf[position..], (uint)iteration);
            position += 4;
        }

        Content(value).CopyTo(leaf[position..]);
        _leaves.Add(MerkleTree.HashLeaf(leaf[..(position + Digest.SizeBytes)]));
    }

    /// <summary>The root over all leaves so far.</summary>
    public Digest Root() => MerkleTree.Root(CollectionsMarshal.AsSpan(_leaves));

    /// <summary>Starts anew.</summary>
    public void Reset() => _leaves.Clear();

    private Digest Content(Value value)
    {
        int headerBytes = WriteHeader(value);
        int byteCount = headerBytes + value.Bytes.Length;
        if (_content.Length < byteCount)
            Array.Resize(ref _content, Math.Max(byteCount, (int)Math.Min(2L * _content.Length, Array.MaxLength)));
        value.Bytes.CopyTo(_content.AsSpan(headerBytes));
        return Digest.Sha256(_content.AsSpan(0, byteCount));
    }

    /// <summary>At most 10 + 8 · 11 + 3 bytes, which the smallest buffer holds.</summary>
    private int WriteHeader(Value value)
    {
        int position = Encoding.ASCII.GetBytes(value.Type.CanonicalName(), _content);
        _content[position++] = (byte)'[';
        for (int axis = 0; axis < value.Rank; axis++)
        {
            if (axis > 0)
                _content[position++] = (byte)',';
            value.Shape[axis].TryFormat(_content.AsSpan(position), out int written, default, CultureInfo.InvariantCulture);
            position += written;
        }

        _content[position++] = (byte)']';
        _content[position++] = (byte)'\n';
        return position;
    }
}
