using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>
/// What waits, by client: whoever has the least taken already comes first, those who have as much take turns, and what one client asked for
/// first comes first.
/// </summary>
/// <remarks>Not for use by two threads.</remarks>
public sealed class FairQueue<T>
{
    private readonly LinkedList<Line> _waiting = []; // the one whose turn it is first
    private readonly Dictionary<string, Line> _lines = []; // of all clients that wait or have something taken

    /// <summary>Adds behind all that the client has here.</summary>
    public void Add(string client, T item)
    {
        Line line = LineOf(client);
        line.Items.AddLast(item);
        if (line.Place.List is null)
            _waiting.AddLast(line.Place);
    }

    /// <summary>Adds before all that the client has here, and makes it the client's turn: what was begun already.</summary>
    public void AddFirst(string client, T item)
    {
        Line line = LineOf(client);
        line.Items.AddFirst(item);
        if (line.Place.List is not null)
            _waiting.Remove(line.Place);
        _waiting.AddFirst(line.Place);
    }

    /// <summary>What comes next; false if nothing waits.</summary>
    public bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        item = Next() is { } line ? line.Items.First!.Value : default;
        return _waiting.Count > 0;
    }

    /// <summary>Takes what <see cref="TryPeek"/> shows, until <see cref="Release"/>; it is the next client's turn.</summary>
    public void Take()
    {
        Line line = Next()!;
        line.Items.RemoveFirst();
        line.TakenCount++;
        _waiting.Remove(line.Place);
        if (line.Items.Count > 0)
            _waiting.AddLast(line.Place);
    }

    /// <summary>The client has one taken less.</summary>
    public void Release(string client)
    {
        Line line = _lines[client];
        line.TakenCount--;
        Forget(line);
    }

    /// <summary>How many the client has taken.</summary>
    public int TakenBy(string client) => _lines.TryGetValue(client, out Line? line) ? line.TakenCount : 0;

    /// <summary>Removes all that wait and for which a condition holds. Nobody's turn changes.</summary>
    public void RemoveAll(Predicate<T> condition)
    {
        for (LinkedListNode<Line>? place = _waiting.First, next; place is not null; place = next)
        {
            next = place.Next;
            RemoveAll(place.Value.Items, condition);
            if (place.Value.Items.Count > 0)
                continue;
            _waiting.Remove(place);
            Forget(place.Value);
        }
    }

    private static void RemoveAll(LinkedList<T> items, Predicate<T> condition)
    {
        for (LinkedListNode<T>? item = items.First, next; item is not null; item = next)
        {
            next = item.Next;
            if (condition(item.Value))
                items.Remove(item);
        }
    }

    /// <summary>The first of those who have the least taken.</summary>
    private Line? Next()
    {
        Line? least = null;
        foreach (Line line in _waiting)
        {
            if (least is null || line.TakenCount < least.TakenCount)
                least = line;
        }

        return least;
    }

    private Line LineOf(string client)
    {
        if (!_lines.TryGetValue(client, out Line? line))
            _lines.Add(client, line = new Line(client));
        return line;
    }

    private void Forget(Line line)
    {
        if (line.TakenCount == 0 && line.Items.Count == 0)
            _lines.Remove(line.Client);
    }

    /// <summary>What a client has here.</summary>
    private sealed class Line
    {
        public Line(string client)
        {
            Client = client;
            Place = new LinkedListNode<Line>(this);
        }

        public string Client { get; }

        public LinkedList<T> Items { get; } = [];

        public LinkedListNode<Line> Place { get; }

        public int TakenCount { get; set; }
    }
}
