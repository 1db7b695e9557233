using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>The elements of a tensor as numbers, to compare them.</summary>
internal static class ElementNumbers
{
    public static double[] Of(Tensor tensor) => tensor.Type switch
    {
        ElementType.Float32 => Array.ConvertAll(tensor.As<float>().ToArray(), static element => (double)element),
        ElementType.Float16 => Array.ConvertAll(tensor.As<Half>().ToArray(), static element => (double)element),
        ElementType.BFloat16 => Array.ConvertAll(tensor.As<ushort>().ToArray(), static bits => (double)BitConverter.UInt32BitsToSingle((uint)bits << 16)),
        ElementType.Float64 => tensor.As<double>().ToArray(),
        ElementType.Int64 => Array.ConvertAll(tensor.As<long>().ToArray(), static element => (double)element),
        ElementType.Int32 => Array.ConvertAll(tensor.As<int>().ToArray(), static element => (double)element),
        ElementType.UInt32 => Array.ConvertAll(tensor.As<uint>().ToArray(), static element => (double)element),
        ElementType.UInt64 => Array.ConvertAll(tensor.As<ulong>().ToArray(), static element => (double)element),
        ElementType.Int16 => Array.ConvertAll(tensor.As<short>().ToArray(), static element => (double)element),
        ElementType.UInt16 => Array.ConvertAll(tensor.As<ushort>().ToArray(), static element => (double)element),
        ElementType.Int8 => Array.ConvertAll(tensor.As<sbyte>().ToArray(), static element => (double)element),
        _ => Array.ConvertAll(tensor.Bytes, static element => (double)element),
    };

    /// <summary>The largest difference in units of the largest number of the float model; what is not finite there has no counterpart.</summary>
    public static double Distance(double[] floats, double[] integers)
    {
        double largest = floats.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        double error = floats.Zip(integers).Where(static pair => double.IsFinite(pair.First)).Select(static pair => Math.Abs(pair.First - pair.Second)).DefaultIfEmpty().Max();
        return error == 0 ? 0 : error / largest;
    }
}
