namespace OpenGradient.Zk.Prover.Kernels.Lanes;

/// <summary>Runs kernels over ranges: the one place that knows the hardware.</summary>
internal static class LaneRange
{
    /// <summary>A range of so many indices is halved between two threads: below, they would take longer to meet than to work.</summary>
    private const int SharedCount = 1 << 13;

    /// <summary>Of so many indices at a time, whoever cancels waits for the end.</summary>
    private const int StretchCount = 1 << 13;

    /// <summary>From index 0 on.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled: what was to be written is written in part.</exception>
    public static void Run<TKernel>(ref TKernel kernel, int count, CancellationToken cancellation = default)
        where TKernel : struct, ILaneKernel<TKernel>
    {
        if (count < SharedCount)
            RunPart(ref kernel, 0, count);
        else
            RunShared(ref kernel, count, cancellation);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>By itself, so that a short range makes no closure.</summary>
    private static void RunShared<TKernel>(ref TKernel kernel, int count, CancellationToken cancellation)
        where TKernel : struct, ILaneKernel<TKernel>
    {
        (TKernel lower, TKernel upper) = (kernel, kernel);
        int half = count / 2;
        Halves.Run(() => RunStretches(ref lower, 0, half, cancellation), () => RunStretches(ref upper, half, count, cancellation));
        kernel = lower;
        kernel.Join(in upper);
    }

    private static void RunStretches<TKernel>(ref TKernel kernel, int first, int end, CancellationToken cancellation)
        where TKernel : struct, ILaneKernel<TKernel>
    {
        int stretch = cancellation.CanBeCanceled ? StretchCount : end - first;
        for (int start = first; start < end && !cancellation.IsCancellationRequested; start += stretch)
            RunPart(ref kernel, start, Math.Min(start + stretch, end));
    }

    /// <summary>The widest lanes first, then narrower ones for what is left.</summary>
    private static void RunPart<TKernel>(ref TKernel kernel, int first, int end)
        where TKernel : struct, ILaneKernel<TKernel>
    {
        if (Lanes512.IsSupported)
            first = RunLanes<TKernel, Lanes512>(ref kernel, first, end);
        if (Lanes256.IsSupported)
            first = RunLanes<TKernel, Lanes256>(ref kernel, first, end);
        RunLanes<TKernel, ScalarLane>(ref kernel, first, end);
    }

    private static int RunLanes<TKernel, TLanes>(ref TKernel kernel, int first, int end)
        where TKernel : struct, ILaneKernel<TKernel>
        where TLanes : struct, IFieldLanes<TLanes>
    {
        int whole = first + ((end - first) & -TLanes.Count);
        if (whole > first)
            kernel.Run<TLanes>(first, whole);
        return whole;
    }
}
