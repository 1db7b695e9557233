namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>Messages of one length, each a byte, the same in all, and then words.</summary>
internal interface IMessages
{
    /// <summary>The byte.</summary>
    byte Prefix { get; }

    /// <summary>How many words follow it.</summary>
    int WordCount { get; }

    /// <summary>A word of as many messages as there are lanes, from the first on; its first byte is its lowest.</summary>
    TWords Word<TWords>(int first, int index)
        where TWords : struct, IWordLanes<TWords>;
}
