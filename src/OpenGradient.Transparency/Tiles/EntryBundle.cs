using System.Buffers.Binary;
using System.Collections.Immutable;

namespace OpenGradient.Transparency;

/// <summary>The bytes of an entry bundle: for each entry its length (16 bits, big-endian) and its bytes.</summary>
public static class EntryBundle
{
    /// <summary>The longest entry, in bytes.</summary>
    public const int MaxEntryBytes = ushort.MaxValue;

    /// <summary>Splits a bundle; false if it does not end with an entry or holds more than 256.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bundle, out ImmutableArray<ReadOnlyMemory<byte>> entries)
    {
        entries = [];
        var builder = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        while (!bundle.IsEmpty)
        {
            if (bundle.Length < sizeof(ushort) || builder.Count == TilePath.FullWidth)
                return false;
            int length = BinaryPrimitives.ReadUInt16BigEndian(bundle.Span);
            if (bundle.Length - sizeof(ushort) < length)
                return false;
            builder.Add(bundle.Slice(sizeof(ushort), length));
            bundle = bundle[(sizeof(ushort) + length)..];
        }

        entries = builder.ToImmutable();
        return true;
    }

    /// <summary>Writes one entry at the start of <paramref name="destination"/>; returns the bytes written.</summary>
    /// <exception cref="ArgumentException">The entry is too long, or the destination too short.</exception>
    public static int Write(ReadOnlySpan<byte> entry, Span<byte> destination)
    {
        if (entry.Length > MaxEntryBytes)
            throw new ArgumentException($"An entry is at most {MaxEntryBytes} bytes, not {entry.Length}.", nameof(entry));
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)entry.Length);
        entry.CopyTo(destination[sizeof(ushort)..]);
        return sizeof(ushort) + entry.Length;
    }
}
