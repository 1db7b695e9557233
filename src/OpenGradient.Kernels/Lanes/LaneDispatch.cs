using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>The only place that knows the hardware: picks the widest accelerated form of a kernel.</summary>
internal static class LaneDispatch
{
    [ThreadStatic]
    private static LaneWidth? limit;

    /// <summary>The widest form that this process runs fast.</summary>
    public static LaneWidth Widest =>
        Vector512.IsHardwareAccelerated ? LaneWidth.Bits512
        : Vector256.IsHardwareAccelerated ? LaneWidth.Bits256
        : Vector128.IsHardwareAccelerated ? LaneWidth.Bits128
        : LaneWidth.Scalar;

    /// <summary>For tests: the widest form that this thread may use; null for no limit.</summary>
    public static LaneWidth? Limit
    {
        get => limit;
        set => limit = value;
    }

    /// <summary>The form that this thread uses.</summary>
    public static LaneWidth ActiveWidth => limit is { } most && most < Widest ? most : Widest;

    /// <summary>Runs <paramref name="kernel"/>.</summary>
    public static void Run<TKernel>(scoped in TKernel kernel)
        where TKernel : struct, ILaneKernel, allows ref struct
    {
        LaneWidth widest = limit ?? LaneWidth.Bits512;
        if (Vector512.IsHardwareAccelerated && widest >= LaneWidth.Bits512)
            kernel.Run<Lanes512>();
        else if (Vector256.IsHardwareAccelerated && widest >= LaneWidth.Bits256)
            kernel.Run<Lanes256x2>();
        else if (Vector128.IsHardwareAccelerated && widest >= LaneWidth.Bits128)
            kernel.Run<Lanes128x4>();
        else
            kernel.RunScalar();
    }
}
