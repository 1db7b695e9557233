namespace OpenGradient.Kernels;

/// <summary>How far the windows of a row are apart, known to the compiler.</summary>
internal interface IRowStep
{
    /// <summary>Elements from one window to the next, in rows and in columns.</summary>
    static abstract int Stride { get; }

    /// <summary>The same tap of sixteen windows side by side.</summary>
    static abstract TLanes Load<TLanes>(ref readonly float source)
        where TLanes : unmanaged, ILanes<TLanes>;
}
