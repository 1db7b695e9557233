using System.Collections.Immutable;

namespace OpenGradient.Models.Decoders;

/// <summary>A tensor of a model's file, in the encoding and the place where it lies.</summary>
/// <param name="Name">The name in the file; not part of the Program.</param>
/// <param name="Encoding">The encoding's name in exec-1.</param>
/// <param name="BlockElements">Elements of a stored block; 1 where elements stand alone.</param>
/// <param name="Shape">Row-major, outermost dimension first.</param>
/// <param name="Data">The encoded bytes.</param>
internal sealed record StoredTensor(string Name, string Encoding, int BlockElements, ImmutableArray<long> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>Whether elements come in blocks, which are multiplied as they are stored.</summary>
    public bool IsBlocked => BlockElements > 1;

    /// <summary>A row of binary32 numbers that no file holds.</summary>
    public static StoredTensor Of(string name, ReadOnlySpan<float> numbers)
    {
        byte[] bytes = new byte[numbers.Length * sizeof(float)];
        for (int i = 0; i < numbers.Length; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(i * sizeof(float)), numbers[i]);
        return new StoredTensor(name, "f32", 1, [numbers.Length], bytes);
    }

    /// <summary>Rows of the outermost dimension: a fused weight's parts lie one after the other.</summary>
    public StoredTensor Rows(long first, long count)
    {
        long rowBytes = Data.Length / Shape[0];
        return this with { Shape = Shape.SetItem(0, count), Data = Data.Slice(checked((int)(first * rowBytes)), checked((int)(count * rowBytes))) };
    }
}
