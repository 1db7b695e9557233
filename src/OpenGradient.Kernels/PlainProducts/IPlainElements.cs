namespace OpenGradient.Kernels;

/// <summary>Weights that stand alone, as they are stored: one or two in four bytes. Widening to binary32 is exact.</summary>
internal interface IPlainElements
{
    /// <summary>How many bytes one takes.</summary>
    static abstract int ByteCount { get; }

    /// <summary>The number at the start of <paramref name="stored"/>.</summary>
    static abstract float Read(ReadOnlySpan<byte> stored);

    /// <summary>Sixteen numbers that follow each other; a NaN stays one, not in the one form.</summary>
    static abstract TLanes Load<TLanes>(ref readonly byte stored)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>The first number of each lane's four bytes; a NaN stays one, not in the one form.</summary>
    static abstract TLanes First<TLanes>(TLanes stored)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>The second number; of no meaning where four bytes hold one.</summary>
    static abstract TLanes Second<TLanes>(TLanes stored)
        where TLanes : unmanaged, ILanes<TLanes>;
}
