namespace OpenGradient.Execution.LanguageModels;

/// <summary>Counts what runs and waits: how much there may be in all, and how much of one client.</summary>
/// <remarks>Safe for use from many threads.</remarks>
/// <param name="running">How much runs at once.</param>
/// <param name="waiting">How much more may wait.</param>
/// <param name="clientLimit">How much of it one client may have; null for as much as runs at once and a quarter of what may wait.</param>
/// <param name="time">The clock that the speed of the queue is measured with.</param>
public sealed class AdmissionControl(int running, int waiting, int? clientLimit, TimeProvider time)
{
    private const int Shares = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _clients = [];
    private readonly QueueRate _rate = new(time);
    private readonly int _limit = running + waiting;
    private readonly int _clientLimit = clientLimit ?? running + (waiting / Shares);
    private int _count;

    /// <summary>Takes a place; if there is none left, says when to come back.</summary>
    public bool TryAdmit(string client, out TimeSpan retryAfter)
    {
        lock (_lock)
        {
            int own = _clients.GetValueOrDefault(client);
            bool isAdmitted = _count < _limit && own < _clientLimit;
            // By then as many have ended as stand in the way.
            retryAfter = isAdmitted ? TimeSpan.Zero : _rate.TimeFor(_count < _limit ? own : _count);
            if (!isAdmitted)
                return false;
            if (_count++ == 0)
                _rate.Begin();
            _clients[client] = own + 1;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Release(string client)
    {
        lock (_lock)
        {
            _rate.End();
            _count--;
            if (--_clients[client] == 0)
                _clients.Remove(client);
        }
    }
}
