namespace OpenGradient.Kernels;

/// <summary>A kernel with its operands: the scalar form is the definition, the lane form equals it bit for bit.</summary>
internal interface ILaneKernel
{
    /// <summary>The definition.</summary>
    void RunScalar();

    /// <summary>The same over sixteen lanes at a time.</summary>
    void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>;
}
