using System.Buffers.Binary;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency;

/// <summary>The bytes that a cosigner signs (c2sp.org/tlog-cosignature).</summary>
public static class CosignedMessage
{
    /// <summary>The longest name of a cosigner or log that is signed, in bytes of UTF-8.</summary>
    public const int MaxNameBytes = 255;

    /// <summary>What an Ed25519 cosigner signs.</summary>
    /// <remarks><code>
    /// cosignature/v1
    /// time 1679315147
    /// (the checkpoint's text, all of it)
    /// </code></remarks>
    /// <param name="timestamp">Seconds since 1970-01-01 UTC.</param>
    /// <param name="checkpointText">The text of the note, with its last newline.</param>
    public static byte[] Format(ulong timestamp, ReadOnlySpan<byte> checkpointText) =>
        [.. Encoding.ASCII.GetBytes($"cosignature/v1\ntime {timestamp}\n"), .. checkpointText];

    /// <summary>What an ML-DSA-44 cosigner signs; false if a name does not fit, which then nobody can have signed.</summary>
    /// <remarks><code>
    /// "subtree/v1\n\0" ‖ len8 ‖ cosigner ‖ timestamp ‖ len8 ‖ origin ‖ start = 0 ‖ end = size ‖ root      u64 big-endian
    /// </code></remarks>
    public static bool TryFormatSubtree(string cosigner, ulong timestamp, Checkpoint checkpoint, out byte[] message)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return TryFormatSubtree(cosigner, timestamp, checkpoint.Origin, 0, checkpoint.Size, checkpoint.Root, out message);
    }

    /// <summary>As the other, for the leaves [<paramref name="start"/>, <paramref name="end"/>) of a log.</summary>
    public static bool TryFormatSubtree(string cosigner, ulong timestamp, string logOrigin, ulong start, ulong end, Digest root, out byte[] message)
    {
        message = [];
        byte[] name = Encoding.UTF8.GetBytes(cosigner);
        byte[] origin = Encoding.UTF8.GetBytes(logOrigin);
        if (name.Length is 0 or > MaxNameBytes || origin.Length is 0 or > MaxNameBytes)
            return false;
        message = [.. SubtreeLabel, (byte)name.Length, .. name, .. BigEndian(timestamp), (byte)origin.Length, .. origin,
            .. BigEndian(start), .. BigEndian(end), .. root.AsSpan()];
        return true;
    }

    private static byte[] BigEndian(ulong value)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }

    private static ReadOnlySpan<byte> SubtreeLabel => "subtree/v1\n\0"u8;
}
