namespace OpenGradient.Kernels;

/// <summary>Brings angles into the range of <see cref="Binary64Functions.SinCos"/>.</summary>
internal static class Angle
{
    /// <summary>|x|; from 2^19 on, its exact remainder by the binary64 number nearest 2π, so that huge angles are defined but not accurate.</summary>
    public static double Reduce(float x)
    {
        double angle = Math.Abs((double)x);
        return angle < 524288 ? angle : angle % BitConverter.UInt64BitsToDouble(TwoPi);
    }

    private const ulong TwoPi = 0x401921FB54442D18;
}
