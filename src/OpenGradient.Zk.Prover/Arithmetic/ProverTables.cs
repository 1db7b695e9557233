namespace OpenGradient.Zk.Prover.Arithmetic;

/// <summary>Large tables that one phase of a proof leaves and the next one takes.</summary>
/// <remarks>A page that the system gives out for the first time takes longer to clear than what is computed on it. Whoever takes a table finds in it what the last one left. For one thread.</remarks>
internal sealed class ProverTables<TExtension>
{
    /// <summary>Shorter ones are left to the collector.</summary>
    private const int LeastElements = 1 << 18;

    private readonly List<TExtension[]> _free = [];

    /// <summary>A table of so many numbers.</summary>
    public TExtension[] Take(int count)
    {
        int index = _free.FindLastIndex(table => table.Length == count);
        if (index < 0)
            return GC.AllocateUninitializedArray<TExtension>(count);
        TExtension[] table = _free[index];
        _free.RemoveAt(index);
        return table;
    }

    /// <summary>Tables that nobody reads or writes any more.</summary>
    public void Leave(params ReadOnlySpan<TExtension[]> tables)
    {
        foreach (TExtension[] table in tables)
        {
            if (table.Length >= LeastElements)
                _free.Add(table);
        }
    }
}
