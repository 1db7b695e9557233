namespace OpenGradient.Zk.Prover.Sumcheck;

/// <summary>A number of E, or several side by side: what a polynomial is put together from, whoever computes it.</summary>
/// <typeparam name="TSelf">The form.</typeparam>
/// <typeparam name="TExtension">E.</typeparam>
internal interface IRing<TSelf, TExtension>
    where TSelf : struct, IRing<TSelf, TExtension>
{
    /// <summary>The same number everywhere.</summary>
    static abstract TSelf Create(TExtension number);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);
}
