using System.Buffers;
using OpenGradient.Receipts;

namespace OpenGradient.Client;

/// <summary>The bundles that a stream brings in lines of their own (receipt-1 §8.4): taken out, because who asked for the stream did not ask for them.</summary>
/// <remarks>Everything else passes to the byte as it came, however the bytes were cut: what is verified and released is what is left here.</remarks>
internal sealed class StreamBundles
{
    private const int MostBytes = 16 << 20; // of all lines with bundles, as much as a stream holds of other bytes
    private const int MostLineBytes = (StreamBundle.MaximumBytes / 3 * 4) + 64; // in base64, behind the prefix and a choice

    private readonly Dictionary<long, byte[]> _bundles = [];
    private readonly ArrayBufferWriter<byte> _held = new();
    private bool _isInOtherLine;
    private int _takenBytes;

    /// <summary>The bundle of an answer; null if none came.</summary>
    public byte[]? Find(long choice) => _bundles.GetValueOrDefault(choice);

    /// <summary>Takes the next bytes of the stream, and writes those that are not of such lines.</summary>
    /// <exception cref="UnverifiedAnswerException">A line with a bundle is malformed, or the second of its answer; or there are too many of them.</exception>
    public void Take(ReadOnlySpan<byte> bytes, IBufferWriter<byte> rest)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n') + 1;
            ReadOnlySpan<byte> piece = end == 0 ? bytes : bytes[..end];
            bytes = bytes[piece.Length..];
            if (_isInOtherLine)
                rest.Write(piece);
            else
                Hold(piece, end > 0, rest);
            _isInOtherLine = end == 0 && _held.WrittenCount == 0;
        }
    }

    /// <summary>No more bytes come: writes what was held back.</summary>
    public void End(IBufferWriter<byte> rest)
    {
        rest.Write(_held.WrittenSpan);
        _held.ResetWrittenCount();
    }

    /// <summary>Keeps the beginning of a line as long as it may be one of these.</summary>
    private void Hold(ReadOnlySpan<byte> piece, bool isEnd, IBufferWriter<byte> rest)
    {
        _held.Write(piece);
        if (!MayBeBundle(_held.WrittenSpan))
            End(rest);
        else if (_held.WrittenCount > Math.Min(MostLineBytes, MostBytes - _takenBytes))
            throw new UnverifiedAnswerException("the stream brings too much of bundles");
        else if (isEnd)
            Take(_held.WrittenSpan[..^1]);
    }

    private static bool MayBeBundle(ReadOnlySpan<byte> begun)
    {
        int known = Math.Min(begun.Length, StreamBundle.Prefix.Length);
        return begun[..known].SequenceEqual(StreamBundle.Prefix[..known]);
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (_bundles.Count == AnswerStreamVerifier.MaximumAnswers)
            throw new UnverifiedAnswerException("the stream brings more bundles than it can have answers");
        if (!StreamBundle.TryParse(line, out StreamBundle? bundle) || !_bundles.TryAdd(bundle.Choice, bundle.Bytes.ToArray()))
            throw new UnverifiedAnswerException("a bundle in the stream is malformed, or the second of its answer");
        _takenBytes += line.Length;
        _held.ResetWrittenCount();
    }
}
