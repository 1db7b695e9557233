using System.Buffers;

namespace OpenGradient.Receipts;

/// <summary>Cuts an event stream into lines, however the bytes arrive.</summary>
/// <remarks>A line ends with a line feed. A carriage return, which other readers would end a line at, is left in it for whoever reads the line to refuse.</remarks>
internal sealed class EventLines
{
    private const int MaximumLineBytes = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _rest = new();
    private bool _isRestTaken;

    /// <summary>Whether a line grew too long to be kept; nothing more comes.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Whether bytes of a line are kept that has no end yet.</summary>
    public bool HasRest => !_isRestTaken && _rest.WrittenCount > 0;

    /// <summary>Takes from <paramref name="bytes"/> up to the end of the next line; false if there is none, and all of it is kept.</summary>
    /// <param name="bytes">What arrived; then what is behind the line.</param>
    /// <param name="line">The line without its end, until the next call.</param>
    public bool TryTake(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> line)
    {
        if (_isRestTaken)
            _rest.ResetWrittenCount();
        _isRestTaken = false;
        line = [];
        int end = IsTooLong ? -1 : bytes.IndexOf((byte)'\n');
        IsTooLong |= (end < 0 ? bytes.Length : end) > MaximumLineBytes - _rest.WrittenCount;
        if (end < 0 || IsTooLong)
        {
            if (!IsTooLong)
                _rest.Write(bytes);
            bytes = [];
            return false;
        }

        line = TakeUpTo(bytes[..end]);
        bytes = bytes[(end + 1)..];
        return true;
    }

    /// <summary>A line that came whole is where it came; another is put together.</summary>
    private ReadOnlySpan<byte> TakeUpTo(ReadOnlySpan<byte> lastPart)
    {
        if (_rest.WrittenCount == 0)
            return lastPart;
        _rest.Write(lastPart);
        _isRestTaken = true;
        return _rest.WrittenSpan;
    }
}
