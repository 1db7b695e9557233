using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>What waits, by client: clients take turns, and what one client asked for first comes first.</summary>
/// <remarks>Not for use by two threads.</remarks>
internal sealed class FairQueue<T>
{
    private readonly LinkedList<(string Client, LinkedList<T> Items)> _clients = []; // the one whose turn it is first
    private readonly Dictionary<string, LinkedListNode<(string Client, LinkedList<T> Items)>> _places = [];

    /// <summary>Adds behind all that the client has here.</summary>
    public void Add(string client, T item) => ItemsOf(client, isFirst: false).AddLast(item);

    /// <summary>Adds before everything: what was begun already.</summary>
    public void AddFirst(string client, T item) => ItemsOf(client, isFirst: true).AddFirst(item);

    /// <summary>What comes next; false if nothing waits.</summary>
    public bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        item = _clients.First is { } first ? first.Value.Items.First!.Value : default;
        return _clients.First is not null;
    }

    /// <summary>Takes away what <see cref="TryPeek"/> shows; it is the next client's turn.</summary>
    public void Remove()
    {
        LinkedListNode<(string Client, LinkedList<T> Items)> client = _clients.First!;
        client.Value.Items.RemoveFirst();
        _clients.RemoveFirst();
        if (client.Value.Items.Count > 0)
            _clients.AddLast(client);
        else
            _places.Remove(client.Value.Client);
    }

    /// <summary>Takes away all for which a condition holds; returns how many. Nobody's turn changes.</summary>
    public int RemoveAll(Predicate<T> condition)
    {
        int removed = 0;
        for (LinkedListNode<(string Client, LinkedList<T> Items)>? client = _clients.First, next; client is not null; client = next)
        {
            next = client.Next;
            removed += RemoveAll(client.Value.Items, condition);
            if (client.Value.Items.Count > 0)
                continue;
            _clients.Remove(client);
            _places.Remove(client.Value.Client);
        }

        return removed;
    }

    private static int RemoveAll(LinkedList<T> items, Predicate<T> condition)
    {
        int before = items.Count;
        for (LinkedListNode<T>? item = items.First, next; item is not null; item = next)
        {
            next = item.Next;
            if (condition(item.Value))
                items.Remove(item);
        }

        return before - items.Count;
    }

    private LinkedList<T> ItemsOf(string client, bool isFirst)
    {
        if (!_places.TryGetValue(client, out LinkedListNode<(string, LinkedList<T> Items)>? place))
            _places.Add(client, place = _clients.AddLast((client, [])));
        if (isFirst)
        {
            _clients.Remove(place);
            _clients.AddFirst(place);
        }

        return place.ValueRef.Items;
    }
}
