using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Models.Decoders;

/// <summary>A tensor of a model's file, in the encoding and the place where it lies.</summary>
/// <param name="Name">The name in the file; not part of the Program.</param>
/// <param name="Encoding">The encoding's name in exec-1.</param>
/// <param name="BlockElements">Elements of a stored block; 1 where elements stand alone.</param>
/// <param name="Shape">Row-major, outermost dimension first.</param>
/// <param name="Data">The encoded bytes, row-major once they are put together.</param>
internal sealed record StoredTensor(string Name, string Encoding, int BlockElements, ImmutableArray<long> Shape, ConstantBytes Data)
{
    /// <summary>Whether elements come in blocks, which are multiplied as they are stored.</summary>
    public bool IsBlocked => BlockElements > 1;

    /// <summary>A tensor whose bytes lie together.</summary>
    public StoredTensor(string name, string encoding, int blockElements, ImmutableArray<long> shape, ReadOnlyMemory<byte> data)
        : this(name, encoding, blockElements, shape, new ConstantBytes(data))
    {
    }

    /// <summary>A row of binary32 numbers that no file holds.</summary>
    public static StoredTensor Of(string name, ReadOnlySpan<float> numbers)
    {
        byte[] bytes = new byte[numbers.Length * sizeof(float)];
        for (int i = 0; i < numbers.Length; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(i * sizeof(float)), numbers[i]);
        return new StoredTensor(name, "f32", 1, [numbers.Length], bytes);
    }

    /// <summary>Rows of the outermost dimension: a fused weight's parts lie one after the other.</summary>
    public StoredTensor Rows(long first, long count) =>
        this with { Shape = Shape.SetItem(0, count), Data = Data.Parts(checked((int)Shape[0]), checked((int)first), checked((int)count)) };
}
