namespace OpenGradient.Execution.LanguageModels;

/// <summary>Which answers wait, run and pause.</summary>
/// <remarks>
/// Clients share the places of answers that run: where all are taken, or the cache is full, whoever has the most gives way. Of a client's
/// answers the one that was begun last goes first, and is read again later; the oldest of all always goes on, so all end. An answer whose
/// reader is behind pauses, and has neither a place nor a block until it is read. Not for use by two threads.
/// </remarks>
/// <param name="runningLimit">How many run.</param>
/// <param name="release">Called with each answer that is over, when it has given its blocks back.</param>
internal sealed class Roster(int runningLimit, Action<ServedGeneration> release)
{
    private readonly FairQueue<ServedGeneration> _waiting = new();
    private readonly List<ServedGeneration> _running = []; // in the order in which they were begun
    private readonly List<ServedGeneration> _paused = [];

    /// <summary>Those that run, in the order in which they were begun.</summary>
    public IReadOnlyList<ServedGeneration> Running => _running;

    /// <summary>Lets an answer wait.</summary>
    public void Add(ServedGeneration generation) => _waiting.Add(generation.Client, generation);

    /// <summary>Those that are over give their blocks and places back: whoever has left keeps nobody out.</summary>
    public void LetGo()
    {
        _waiting.RemoveAll(TryLetGo);
        _paused.RemoveAll(TryLetGo);
        for (int index = _running.Count - 1; index >= 0; index--)
        {
            ServedGeneration generation = _running[index];
            if (!TryLetGo(generation))
                continue;
            _running.RemoveAt(index);
            _waiting.Release(generation.Client);
        }
    }

    /// <summary>Pauses those whose readers are behind, and lets those go on that were read.</summary>
    public void Pause()
    {
        for (int index = _running.Count - 1; index >= 0; index--)
        {
            if (_running[index].IsUnread)
                _paused.Add(Withdraw(_running[index]));
        }

        _paused.RemoveAll(TryResume);
    }

    /// <summary>Begins what there is room for.</summary>
    public void Admit()
    {
        while (_waiting.TryPeek(out ServedGeneration? next))
        {
            if (_running.Count < runningLimit && (next.IsOver || next.TryReserve()))
            {
                _waiting.Take();
                _running.Add(next);
            }
            else if (!TryYieldTo(next))
            {
                if (_running.Count > 0)
                    return;

                // All of the cache is too little for what it has become.
                next.Abort();
            }
        }
    }

    /// <summary>Makes room for the token that each answer has at hand.</summary>
    public void Grow()
    {
        foreach (ServedGeneration generation in _running.ToArray())
        {
            if (generation.UnreadCount == 1)
                Grow(generation);
        }
    }

    /// <summary>Ends everything: with an error, or without one as aborted.</summary>
    public void End(Exception? error)
    {
        _waiting.RemoveAll(generation => EndOne(generation, error));
        foreach (ServedGeneration generation in (IEnumerable<ServedGeneration>)[.. _running, .. _paused])
            EndOne(generation, error);
    }

    private static bool EndOne(ServedGeneration generation, Exception? error)
    {
        generation.End(error);
        return true;
    }

    private bool TryLetGo(ServedGeneration generation)
    {
        if (!generation.IsOver)
            return false;
        generation.Text.Release();
        release(generation);
        return true;
    }

    private bool TryResume(ServedGeneration generation)
    {
        if (!generation.IsRead)
            return false;
        _waiting.AddFirst(generation.Client, generation);
        return true;
    }

    private void Grow(ServedGeneration generation)
    {
        while (_running.Contains(generation) && !generation.IsOver && !generation.TryGrow())
        {
            // Even alone it does not fit any more: what was made so far is what there is.
            if (_running.Count == 1)
                generation.Abort();
            else
                GiveWay(Last()!);
        }
    }

    /// <summary>Whether somebody has given way to an answer of a client who has less, and will not have more than they.</summary>
    private bool TryYieldTo(ServedGeneration next)
    {
        if (Last() is not { } last || _waiting.TakenBy(last.Client) <= _waiting.TakenBy(next.Client) + 1)
            return false;
        GiveWay(last);
        return true;
    }

    private void GiveWay(ServedGeneration generation) => _waiting.AddFirst(generation.Client, Withdraw(generation));

    private ServedGeneration Withdraw(ServedGeneration generation)
    {
        _running.Remove(generation);
        _waiting.Release(generation.Client);
        generation.Withdraw();
        return generation;
    }

    /// <summary>The one that was begun last, of those whose clients have the most.</summary>
    private ServedGeneration? Last()
    {
        ServedGeneration? last = null;
        foreach (ServedGeneration generation in _running)
        {
            if (last is null || _waiting.TakenBy(generation.Client) >= _waiting.TakenBy(last.Client))
                last = generation;
        }

        return last;
    }
}
