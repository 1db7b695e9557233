namespace OpenGradient.Kernels;

/// <summary>A function of one number, in its scalar form (the definition) and over lanes (the same bits).</summary>
internal interface IUnaryFunction
{
    /// <summary>The definition. A NaN may have any form; the kernel canonicalises it.</summary>
    float Apply(float x);

    /// <summary>The same, lane by lane.</summary>
    TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>;
}
