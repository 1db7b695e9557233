namespace OpenGradient.Execution.Disputes;

/// <summary>One thing of each party.</summary>
internal readonly record struct Pair<T>(T A, T B)
{
    /// <summary>That of a party.</summary>
    public T this[Party party] => party == Party.A ? A : B;

    /// <summary>What a function makes of each.</summary>
    public Pair<TResult> Select<TResult>(Func<T, TResult> map) => new(map(A), map(B));

    /// <summary>The parties of whom something holds.</summary>
    public IEnumerable<Party> Where(Func<T, bool> holds)
    {
        if (holds(A))
            yield return Party.A;
        if (holds(B))
            yield return Party.B;
    }
}
