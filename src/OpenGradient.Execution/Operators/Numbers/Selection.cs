namespace OpenGradient.Execution.Operators;

/// <summary>Sorting and choosing by a total order: in place, without memory of its own, n·log k comparisons at worst.</summary>
internal static class Selection
{
    /// <summary>Sorts the first numbers from 0 on below <paramref name="count"/> into <paramref name="chosen"/>: those that come first, in order.</summary>
    public static void First<TOrder>(TOrder order, int count, Span<int> chosen)
        where TOrder : struct, IOrder, allows ref struct
    {
        if (chosen.IsEmpty)
            return;

        // A heap of the chosen, the one that comes last on top.
        for (int i = 0; i < chosen.Length; i++)
            chosen[i] = i;
        for (int root = (chosen.Length / 2) - 1; root >= 0; root--)
            Sink(order, chosen, root);
        for (int candidate = chosen.Length; candidate < count; candidate++)
        {
            if (order.Compare(candidate, chosen[0]) >= 0)
                continue;
            chosen[0] = candidate;
            Sink(order, chosen, 0);
        }

        for (int end = chosen.Length - 1; end > 0; end--)
        {
            (chosen[0], chosen[end]) = (chosen[end], chosen[0]);
            Sink(order, chosen[..end], 0);
        }
    }

    private static void Sink<TOrder>(TOrder order, Span<int> heap, int root)
        where TOrder : struct, IOrder, allows ref struct
    {
        int moved = heap[root];
        for (int child = (2 * root) + 1; child < heap.Length; child = (2 * root) + 1)
        {
            if (child + 1 < heap.Length && order.Compare(heap[child + 1], heap[child]) > 0)
                child++;
            if (order.Compare(heap[child], moved) <= 0)
                break;
            heap[root] = heap[child];
            root = child;
        }

        heap[root] = moved;
    }
}
