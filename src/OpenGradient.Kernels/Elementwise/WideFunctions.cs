using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>The functions of two 64-bit integers, as types; they wrap.</summary>
internal static class WideFunctions
{
    internal readonly struct Add : IWideFunction
    {
        public static long Of(long x, long y) => unchecked(x + y);

        public static Vector512<long> Of(Vector512<long> x, Vector512<long> y) => x + y;
    }

    internal readonly struct Sub : IWideFunction
    {
        public static long Of(long x, long y) => unchecked(x - y);

        public static Vector512<long> Of(Vector512<long> x, Vector512<long> y) => x - y;
    }

    internal readonly struct Mul : IWideFunction
    {
        public static long Of(long x, long y) => unchecked(x * y);

        public static Vector512<long> Of(Vector512<long> x, Vector512<long> y) => x * y;
    }

    internal readonly struct Max : IWideFunction
    {
        public static long Of(long x, long y) => Math.Max(x, y);

        public static Vector512<long> Of(Vector512<long> x, Vector512<long> y) => Vector512.Max(x, y);
    }

    internal readonly struct Min : IWideFunction
    {
        public static long Of(long x, long y) => Math.Min(x, y);

        public static Vector512<long> Of(Vector512<long> x, Vector512<long> y) => Vector512.Min(x, y);
    }
}
