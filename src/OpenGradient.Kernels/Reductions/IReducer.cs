namespace OpenGradient.Kernels;

/// <summary>An associative-looking operation whose order exec-1 fixes: sixteen lanes, then a fold.</summary>
internal interface IReducer
{
    /// <summary>What every lane starts with; a lane that takes it in stays as it is.</summary>
    float Initial { get; }

    /// <summary>A lane takes in an element.</summary>
    float Take(float accumulator, float x);

    /// <summary>Sixteen lanes take in sixteen elements.</summary>
    TLanes Take<TLanes>(TLanes accumulator, TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>Two lanes become one.</summary>
    float Fold(float low, float high);

    /// <summary>Two times sixteen lanes become sixteen.</summary>
    TLanes Fold<TLanes>(TLanes low, TLanes high)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>From the folded lane to the result.</summary>
    float Finish(float folded, int count);
}
