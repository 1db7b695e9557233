namespace OpenGradient.Kernels;

/// <summary>A function of two numbers, in its scalar form (the definition) and over lanes (the same bits).</summary>
internal interface IBinaryFunction
{
    /// <summary>The definition. A NaN may have any form; the kernel canonicalises it.</summary>
    float Apply(float x, float y);

    /// <summary>The same, lane by lane.</summary>
    TLanes Apply<TLanes>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes>;
}
