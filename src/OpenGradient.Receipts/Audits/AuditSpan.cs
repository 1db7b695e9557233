using System.Buffers.Binary;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>Entries of a log that are audited together, up to a checkpoint that the log signed (audit-1 §2).</summary>
/// <param name="From">The first entry.</param>
/// <param name="To">Behind the last one: the size of the checkpoint's tree.</param>
/// <param name="Root">The root of that tree.</param>
public sealed record AuditSpan(ulong From, ulong To, Digest Root)
{
    /// <summary>The most entries of a span: whoever checks a report draws its sample again.</summary>
    public const int MostEntries = 1 << 24;

    /// <summary>What the draw key proves: <c>"og-audit-1" ‖ u64be(from) ‖ u64be(to) ‖ root</c>.</summary>
    internal byte[] Message()
    {
        byte[] message = new byte[Label.Length + (2 * sizeof(ulong)) + Digest.SizeBytes];
        Label.CopyTo(message);
        BinaryPrimitives.WriteUInt64BigEndian(message.AsSpan(Label.Length), From);
        BinaryPrimitives.WriteUInt64BigEndian(message.AsSpan(Label.Length + sizeof(ulong)), To);
        Root.AsSpan().CopyTo(message.AsSpan(Label.Length + (2 * sizeof(ulong))));
        return message;
    }

    private static ReadOnlySpan<byte> Label => "og-audit-1"u8;
}
