using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>What the leaf of a position says of one traced output: spec/exec-1, section 11.</summary>
/// <param name="Step">The step.</param>
/// <param name="Output">Which of its outputs.</param>
/// <param name="Content">The digest of the row.</param>
internal readonly record struct TraceEntry(int Step, int Output, Digest Content)
{
    private const int SizeBytes = 8 + Digest.SizeBytes;

    /// <summary>The leaf of a position: its entries one after the other.</summary>
    public static byte[] Write(ReadOnlySpan<TraceEntry> entries)
    {
        byte[] leaf = new byte[entries.Length * SizeBytes];
        for (int index = 0; index < entries.Length; index++)
        {
            Span<byte> entry = leaf.AsSpan(index * SizeBytes, SizeBytes);
            BinaryPrimitives.WriteInt32BigEndian(entry, entries[index].Step);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], entries[index].Output);
            entries[index].Content.CopyTo(entry[8..]);
        }

        return leaf;
    }

    /// <summary>Reads a leaf; false if it is not whole entries in ascending order.</summary>
    public static bool TryRead(ReadOnlySpan<byte> leaf, out ImmutableArray<TraceEntry> entries)
    {
        var builder = ImmutableArray.CreateBuilder<TraceEntry>(leaf.Length / SizeBytes);
        for (; leaf.Length >= SizeBytes; leaf = leaf[SizeBytes..])
            builder.Add(new TraceEntry(BinaryPrimitives.ReadInt32BigEndian(leaf), BinaryPrimitives.ReadInt32BigEndian(leaf[4..]), new Digest(leaf[8..SizeBytes])));
        entries = builder.DrainToImmutable();
        return leaf.IsEmpty && entries.Zip(entries.Skip(1)).All(static pair => pair.First.IsBefore(pair.Second)) && entries.All(static entry => entry is { Step: >= 0, Output: >= 0 });
    }

    /// <summary>The digest of row t of a value.</summary>
    public static Digest Row(ValueHeader value, ReadOnlySpan<byte> elements)
    {
        string dimensions = string.Join(',', value.Shape.Skip(1).Select(static dimension => dimension.ToString(CultureInfo.InvariantCulture)));
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes($"{value.Type.CanonicalName()}[{dimensions}]\n"));
        hash.AppendData(elements);
        return Digest.Finish(hash);
    }

    /// <summary>Bytes of a row of a value.</summary>
    /// <exception cref="InvalidOperationException">The value has no rows.</exception>
    public static int RowBytes(ValueHeader value, int position) => value.Shape is [var rows, ..] && position < rows
        ? checked((int)(value.ContentBytes / rows))
        : throw new InvalidOperationException($"{value.Text} has no row {position}.");

    /// <summary>Whether it comes before another in a leaf.</summary>
    public bool IsBefore(TraceEntry other) => (Step, Output).CompareTo((other.Step, other.Output)) < 0;

    /// <summary>The leaf of the full trace that it speaks of.</summary>
    public LeafName Leaf => new(Step, Output, []);
}
