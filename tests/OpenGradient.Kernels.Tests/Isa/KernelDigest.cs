using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OpenGradient.Primitives;

namespace OpenGradient.Kernels.Tests.Isa;

/// <summary>One digest over what every kernel makes of fixed inputs; small, because without FMA hardware each product takes long.</summary>
internal static class KernelDigest
{
    public static Digest Compute()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AddFunctions(hash);
        AddPairs(hash);
        AddRows(hash);
        AddProducts(hash);
        AddAngles(hash);
        return Digest.Finish(hash);
    }

    private static void AddFunctions(IncrementalHash hash)
    {
        Add(hash, default(Abs));
        Add(hash, default(Ceil));
        Add(hash, default(Cos));
        Add(hash, new Elu(1f));
        Add(hash, default(Erf));
        Add(hash, default(Exp));
        Add(hash, default(Floor));
        Add(hash, default(Gelu));
        Add(hash, new LeakyRelu(0.1f));
        Add(hash, default(Log));
        Add(hash, default(Neg));
        Add(hash, default(Reciprocal));
        Add(hash, default(Relu));
        Add(hash, default(Round));
        Add(hash, default(Sigmoid));
        Add(hash, default(Sign));
        Add(hash, default(Silu));
        Add(hash, default(Sin));
        Add(hash, default(Softplus));
        Add(hash, default(Sqrt));
        Add(hash, default(Tanh));
        Add(hash, new Clip(-1f, 1f));
    }

    private static void AddAngles(IncrementalHash hash)
    {
        Add(hash, default(Acos));
        Add(hash, default(Acosh));
        Add(hash, default(Asin));
        Add(hash, default(Asinh));
        Add(hash, default(Atan));
        Add(hash, default(Atanh));
        Add(hash, default(Cosh));
        Add(hash, default(Sinh));
        Add(hash, default(Tan));
    }

    private static void AddPairs(IncrementalHash hash)
    {
        AddPair(hash, default(Add));
        AddPair(hash, default(Div));
        AddPair(hash, default(Max));
        AddPair(hash, default(Min));
        AddPair(hash, default(Mod));
        AddPair(hash, default(Mul));
        AddPair(hash, default(Pow));
        AddPair(hash, default(Sub));
    }

    private static void AddRows(IncrementalHash hash)
    {
        float[] x = Samples.Moderate(3 * 133, 4);
        float[] y = new float[x.Length];
        Normalizations.Softmax(x, 133, y);
        Append(hash, y);
        Normalizations.LogSoftmax(x, 133, y);
        Append(hash, y);
        Normalizations.Standardize(x, 133, 1e-5f, y);
        Append(hash, y);
        RowReductions.Run(default(SumReducer), x, 133, y.AsSpan(0, 3));
        RowReductions.Run(default(L2Reducer), x, 133, y.AsSpan(3, 3));
        RowReductions.Run(default(ProdReducer), x, 133, y.AsSpan(6, 3));
        RowReductions.Run(default(MaxReducer), x, 133, y.AsSpan(9, 3));
        Append(hash, y);
    }

    private static void AddProducts(IncrementalHash hash)
    {
        float[] y = new float[9 * 37];
        Kernels.Products.Linear(Samples.Moderate(9 * 21, 6), 9, PackedPanels.Create(Samples.Moderate(37 * 21, 7), 37, 21, Samples.Moderate(37, 8)), y);
        Append(hash, y);
        Kernels.Products.MatMul(
            Samples.Moderate(9 * 21, 9), Samples.Moderate(21 * 37, 10), y, 9, 21, 37, new float[Kernels.Products.MatMulScratchElements(9, 21, 37)]);
        Append(hash, y);
        var shape = new ConvolutionShape(1, 3, 7, 1, new Window(12, 11, 3, 3, 1, 2, 1, 1, 1, 1, 12, 6));
        float[] convolved = new float[7 * 12 * 6];
        Convolution.Run(shape, Samples.Moderate(3 * 12 * 11, 11), Samples.Moderate(7 * 27, 12), Samples.Moderate(7, 13), convolved, new float[Convolution.ScratchElements(shape)]);
        Append(hash, convolved);
    }

    private static void Add<TFunction>(IncrementalHash hash, TFunction function)
        where TFunction : struct, IUnaryFunction
    {
        float[] y = new float[Numbers.Length];
        Elementwise.Map(function, Numbers, y);
        Append(hash, y);
    }

    private static void AddPair<TFunction>(IncrementalHash hash, TFunction function)
        where TFunction : struct, IBinaryFunction
    {
        float[] y = new float[Numbers.Length];
        Elementwise.Map(function, Numbers, Others, y);
        Append(hash, y);
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<float> numbers) => hash.AppendData(MemoryMarshal.AsBytes(numbers));

    private static readonly float[] Numbers = [.. Samples.Special, .. Samples.Mixed(700, 1)];
    private static readonly float[] Others = [.. Samples.Mixed(700, 2), .. Samples.Special];
}
