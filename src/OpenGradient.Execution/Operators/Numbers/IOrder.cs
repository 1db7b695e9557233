namespace OpenGradient.Execution.Operators;

/// <summary>A total order of numbered things.</summary>
internal interface IOrder
{
    /// <summary>Below zero if <paramref name="x"/> comes first, above zero if <paramref name="y"/> does; zero only for x = y.</summary>
    int Compare(int x, int y);
}
