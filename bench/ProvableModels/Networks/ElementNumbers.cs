using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>The elements of a tensor as numbers, to compare them.</summary>
internal static class ElementNumbers
{
    public static double[] Of(Tensor tensor) => tensor.Type switch
    {
        ElementType.Float32 => Array.ConvertAll(tensor.As<float>().ToArray(), static element => (double)element),
        ElementType.Float64 => tensor.As<double>().ToArray(),
        ElementType.Int64 => Array.ConvertAll(tensor.As<long>().ToArray(), static element => (double)element),
        ElementType.Int32 => Array.ConvertAll(tensor.As<int>().ToArray(), static element => (double)element),
        ElementType.UInt32 => Array.ConvertAll(tensor.As<uint>().ToArray(), static element => (double)element),
        _ => Array.ConvertAll(tensor.Bytes, static element => (double)element),
    };
}
