namespace OpenGradient.Gateway;

/// <summary>The memory that the bodies of requests take while they arrive and are read: all together, and half of it for one client at most.</summary>
/// <remarks>Safe for use from many threads.</remarks>
internal sealed class BodyMemory(long limitBytes)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1); // bodies come and go faster than answers

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _clients = [];
    private long _bytes;

    /// <summary>Memory for bodies of at most so many bytes: a few of them at once, and always one.</summary>
    public static BodyMemory For(long largestBody) => new(16 * largestBody);

    /// <exception cref="NodeBusyException">There is not so much left.</exception>
    public void Take(string client, int bytes)
    {
        lock (_lock)
        {
            long own = _clients.GetValueOrDefault(client);
            if (_bytes + bytes > limitBytes || own + bytes > limitBytes / 2)
                throw new NodeBusyException(Retry);
            _bytes += bytes;
            _clients[client] = own + bytes;
        }
    }

    /// <summary>Gives back what was taken.</summary>
    public void Give(string client, int bytes)
    {
        lock (_lock)
        {
            _bytes -= bytes;
            if ((_clients[client] -= bytes) == 0)
                _clients.Remove(client);
        }
    }
}
