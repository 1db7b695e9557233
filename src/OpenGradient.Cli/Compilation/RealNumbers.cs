using OpenGradient.Programs;

namespace OpenGradient.Cli.Compilation;

/// <summary>The elements of a tensor of floats, of any width.</summary>
internal static class RealNumbers
{
    /// <summary>As binary32; null for a tensor of integers or truth values.</summary>
    public static float[]? Of(Tensor tensor) => tensor.Type switch
    {
        ElementType.Float32 => tensor.As<float>().ToArray(),
        ElementType.Float64 => Array.ConvertAll(tensor.As<double>().ToArray(), static number => (float)number),
        ElementType.Float16 => Array.ConvertAll(tensor.As<Half>().ToArray(), static number => (float)number),
        ElementType.BFloat16 => Array.ConvertAll(tensor.As<ushort>().ToArray(), static bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)),
        _ => null,
    };
}
