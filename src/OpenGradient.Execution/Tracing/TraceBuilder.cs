using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tracing;

/// <summary>Collects the leaves of a trace (spec/exec-1, section "Trace") and computes its root.</summary>
/// <remarks>The bytes are those of <see cref="TraceLeaf"/> and <see cref="TraceTiles"/>; nothing is allocated once the lists have grown.</remarks>
internal sealed class TraceBuilder
{
    private readonly List<Digest> _leaves = [];
    private readonly List<TraceLeaf> _full = [];
    private Digest[] _scratch = new Digest[64];

    /// <summary>Whether every step is recorded, or only those that the Program traces.</summary>
    public TraceLevel Level { get; set; }

    /// <summary>How many leaves there are.</summary>
    public int LeafCount => _leaves.Count;

    /// <summary>Appends the leaf of one output of one step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="output">Which of its outputs.</param>
    /// <param name="path">The iterations of the loops around the step, outermost first.</param>
    /// <param name="value">The output.</param>
    /// <param name="workers">Who hashes.</param>
    public void Add(BoundStep step, int output, List<int> path, Value value, Workers workers)
    {
        Digest tiles = TileHashes.Root(value.Bytes, Scratch(TileHashes.Count(value.Bytes.Length)), workers);
        if (step.Step.IsTraced)
            _leaves.Add(Leaf(step.TraceIndex, output, path, value, tiles));
        if (Level == TraceLevel.Full)
            _full.Add(new TraceLeaf(step.TraceIndex, output, [.. path], value.Type, Shapes.ToImmutable(value.Shape), tiles));
    }

    /// <summary>The root over all leaves so far.</summary>
    public Digest Root()
    {
        if (_leaves.Count == 0)
            return MerkleTree.EmptyRoot;
        Span<Digest> hashes = Scratch(_leaves.Count);
        CollectionsMarshal.AsSpan(_leaves).CopyTo(hashes);
        return TileHashes.Fold(hashes);
    }

    /// <summary>What every step made; null unless that was asked for.</summary>
    public FullTrace? Full() => Level == TraceLevel.Full ? new FullTrace([.. _full]) : null;

    /// <summary>Starts anew.</summary>
    public void Reset()
    {
        _leaves.Clear();
        _full.Clear();
        Level = TraceLevel.Program;
    }

    private static Digest Leaf(int step, int output, List<int> path, Value value, Digest tiles)
    {
        Span<byte> leaf = stackalloc byte[MaxLeafBytes];
        BinaryPrimitives.WriteUInt32BigEndian(leaf, (uint)step);
        BinaryPrimitives.WriteUInt32BigEndian(leaf[4..], (uint)output);
        int position = 8;
        foreach (int iteration in path)
        {
            BinaryPrimitives.WriteUInt32BigEndian(leaf[position..], (uint)iteration);
            position += 4;
        }

        tiles.CopyTo(leaf[position..]);
        position += Digest.SizeBytes;
        position += Describe(value, leaf[position..]);
        return PieceHashes.HashOne(0x00, leaf[..position]);
    }

    private static int Describe(Value value, Span<byte> text)
    {
        int position = Encoding.ASCII.GetBytes(value.Type.CanonicalName(), text);
        text[position++] = (byte)'[';
        for (int axis = 0; axis < value.Rank; axis++)
        {
            if (axis > 0)
                text[position++] = (byte)',';
            value.Shape[axis].TryFormat(text[position..], out int written, default, CultureInfo.InvariantCulture);
            position += written;
        }

        text[position++] = (byte)']';
        return position;
    }

    private Span<Digest> Scratch(int count)
    {
        if (_scratch.Length < count)
            _scratch = new Digest[Math.Max(count, 2 * _scratch.Length)];
        return _scratch.AsSpan(0, count);
    }

    // Step and output, iterations, digest, a type of at most 12 letters, dimensions of at most 10 digits and a separator each.
    private const int MaxLeafBytes = 8 + (4 * ProgramValidator.MaxBodyDepth) + Digest.SizeBytes + 14 + (11 * ProgramValidator.MaxRank);
}
