namespace OpenGradient.Receipts;

/// <summary>Cuts an event stream into lines, however the bytes arrive.</summary>
/// <remarks>A line ends with a line feed. A carriage return, which other readers would end a line at, is left in it for whoever reads the line to refuse.</remarks>
internal sealed class EventLines
{
    private const int MaximumLineBytes = 16 * 1024 * 1024;

    private readonly List<byte> _rest = [];

    /// <summary>Whether a line grew too long to be kept; nothing more comes.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Whether bytes of a line are kept that has no end yet.</summary>
    public bool HasRest => _rest.Count > 0;

    /// <summary>Takes from <paramref name="bytes"/> up to the end of the next line; false if there is none, and all of it is kept.</summary>
    public bool TryTake(ref ReadOnlySpan<byte> bytes, out byte[] line)
    {
        line = [];
        int end = IsTooLong ? -1 : bytes.IndexOf((byte)'\n');
        IsTooLong |= (end < 0 ? bytes.Length : end) > MaximumLineBytes - _rest.Count;
        if (end < 0 || IsTooLong)
        {
            if (!IsTooLong)
                _rest.AddRange(bytes);
            bytes = [];
            return false;
        }

        line = [.. _rest, .. bytes[..end]];
        _rest.Clear();
        bytes = bytes[(end + 1)..];
        return true;
    }
}
