namespace OpenGradient.Kernels;

/// <content>The definition.</content>
internal static partial class StoredProduct
{
    /// <summary>y = x·Wᵀ + b, output by output.</summary>
    public static void MultiplyScalar(scoped in BlockRows x, ReadOnlySpan<byte> weights, StoredEncoding encoding, int outputCount, ReadOnlySpan<float> bias, Span<float> y)
    {
        int rowBytes = (int)encoding.LengthBytes(x.Depth);
        for (int row = 0; row < x.RowCount; row++)
        {
            for (int output = 0; output < outputCount; output++)
            {
                float sum = Dot(in x, row, weights.Slice(output * rowBytes, rowBytes), encoding);
                y[(row * outputCount) + output] = CanonicalNaN.Of(bias.IsEmpty ? sum : sum + bias[output]);
            }
        }
    }

    /// <summary>One block's part of a sum: the definition in spec/exec-1, line by line.</summary>
    /// <param name="elements">[32].</param>
    /// <param name="scale">Of the elements.</param>
    /// <param name="block">The weights.</param>
    /// <param name="hasOffsets">Whether they have offsets.</param>
    /// <param name="sum">Of the blocks before.</param>
    public static float Take(ReadOnlySpan<sbyte> elements, float scale, scoped in WeightBlock block, bool hasOffsets, float sum)
    {
        int product = (block.Scales.First * Dot(elements[..16], block.Weights)) + (block.Scales.Second * Dot(elements[16..], block.Weights[16..]));
        sum = MathF.FusedMultiplyAdd(product, block.Factor * scale, sum);
        if (!hasOffsets)
            return sum;
        int offset = (block.Offsets.First * Sum(elements[..16])) + (block.Offsets.Second * Sum(elements[16..]));
        return MathF.FusedMultiplyAdd(offset, block.OffsetFactor * scale, sum);
    }

    private static float Dot(scoped in BlockRows x, int row, ReadOnlySpan<byte> weights, StoredEncoding encoding)
    {
        var block = new WeightBlock(stackalloc sbyte[WeightBlock.ElementCount]);
        float sum = 0f;
        for (int index = 0; index < x.BlockCount; index++)
        {
            encoding.ReadBlock(weights, index, ref block);
            ReadOnlySpan<sbyte> elements = x.Elements.Slice((row * x.Depth) + (index * WeightBlock.ElementCount), WeightBlock.ElementCount);
            sum = Take(elements, x.Scales[(row * x.BlockCount) + index], in block, encoding.HasOffsets, sum);
        }

        return sum;
    }

    private static int Dot(ReadOnlySpan<sbyte> x, ReadOnlySpan<sbyte> w)
    {
        int sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * w[i];
        return sum;
    }

    private static int Sum(ReadOnlySpan<sbyte> x)
    {
        int sum = 0;
        foreach (sbyte element in x)
            sum += element;
        return sum;
    }
}
