namespace OpenGradient.Zk.Prover.Kernels.Lanes;

/// <summary>What is done to each index of a range, and what is summed over it.</summary>
/// <typeparam name="TSelf">The kernel: a structure, so that each width is compiled by itself.</typeparam>
internal interface ILaneKernel<TSelf>
    where TSelf : struct, ILaneKernel<TSelf>
{
    /// <summary>For the indices from the first on and before the end, which are a multiple of the lanes.</summary>
    void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>;

    /// <summary>Adds the sums over another part of the range.</summary>
    void Join(in TSelf part);
}
