using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>What the leaf of a position says of one traced output: spec/exec-1, section 11.</summary>
/// <param name="Step">The step.</param>
/// <param name="Output">Which of its outputs.</param>
/// <param name="Row">Type and shape of the row, and the root over its tiles.</param>
internal readonly record struct TraceEntry(int Step, int Output, ValueClaim Row)
{
    private const int HeaderAt = 8 + Digest.SizeBytes;

    /// <summary>The leaf of a position: its entries one after the other.</summary>
    public static byte[] Write(ReadOnlySpan<TraceEntry> entries)
    {
        using var leaf = new MemoryStream();
        Span<byte> head = stackalloc byte[HeaderAt];
        foreach (TraceEntry entry in entries)
        {
            BinaryPrimitives.WriteInt32BigEndian(head, entry.Step);
            BinaryPrimitives.WriteInt32BigEndian(head[4..], entry.Output);
            entry.Row.Tiles.CopyTo(head[8..]);
            leaf.Write(head);
            leaf.Write(Encoding.ASCII.GetBytes(entry.Row.Header.Text));
        }

        return leaf.ToArray();
    }

    /// <summary>Reads a leaf; false if it is not whole entries in ascending order.</summary>
    public static bool TryRead(ReadOnlySpan<byte> leaf, out ImmutableArray<TraceEntry> entries)
    {
        var builder = ImmutableArray.CreateBuilder<TraceEntry>();
        while (TryReadFirst(leaf, out TraceEntry entry, out int length) && (builder.Count == 0 || builder[^1].IsBefore(entry)))
        {
            builder.Add(entry);
            leaf = leaf[length..];
        }

        entries = builder.DrainToImmutable();
        return leaf.IsEmpty;
    }

    /// <summary>What a leaf says of a row of a value.</summary>
    public static ValueClaim RowOf(ValueHeader value, ReadOnlySpan<byte> elements) => new(RowHeader(value), TraceTiles.Root(elements));

    /// <summary>Type and dimensions of a row of a value: without the dimension of the sequence.</summary>
    public static ValueHeader RowHeader(ValueHeader value) => new(value.Type, [.. value.Shape.Skip(1)]);

    /// <summary>Bytes of a row of a value.</summary>
    /// <exception cref="InvalidOperationException">The value has no rows.</exception>
    public static int RowBytes(ValueHeader value, int position) => value.Shape is [var rows, ..] && position < rows
        ? checked((int)(value.ContentBytes / rows))
        : throw new InvalidOperationException($"{value.Text} has no row {position}.");

    /// <summary>Whether it comes before another in a leaf.</summary>
    public bool IsBefore(TraceEntry other) => (Step, Output).CompareTo((other.Step, other.Output)) < 0;

    /// <summary>The leaf of the full trace that it speaks of.</summary>
    public LeafName Leaf => new(Step, Output, []);

    private static bool TryReadFirst(ReadOnlySpan<byte> leaf, out TraceEntry entry, out int length)
    {
        (entry, length) = (default, 0);
        if (leaf.Length < HeaderAt || leaf[HeaderAt..].IndexOf((byte)']') is not (>= 0 and var end))
            return false;
        length = HeaderAt + end + 1;
        (int step, int output) = (BinaryPrimitives.ReadInt32BigEndian(leaf), BinaryPrimitives.ReadInt32BigEndian(leaf[4..]));
        if (step < 0 || output < 0 || !ValueHeader.TryParse(Encoding.ASCII.GetString(leaf[HeaderAt..length]), out ValueHeader? header))
            return false;
        entry = new TraceEntry(step, output, new ValueClaim(header, new Digest(leaf[8..HeaderAt])));
        return true;
    }
}
