using System.Buffers.Binary;

namespace OpenGradient.Models.Decoders;

/// <summary>Elements that stand alone, widened to binary32; exact.</summary>
internal static class PlainNumbers
{
    /// <summary>The tensor in binary32; itself if it is.</summary>
    public static StoredTensor Of(StoredTensor tensor) =>
        tensor.Encoding == "f32" ? tensor : StoredTensor.Of(tensor.Name, Read(tensor)) with { Shape = tensor.Shape };

    /// <summary>The numbers of a tensor.</summary>
    public static float[] Read(StoredTensor tensor)
    {
        float[] numbers = new float[tensor.Data.Length / (tensor.Encoding == "f32" ? 4 : 2)];
        Read(tensor.Data.Join().Span, tensor.Encoding, numbers);
        return numbers;
    }

    /// <summary>Reads as many numbers as there is room for.</summary>
    public static void Read(ReadOnlySpan<byte> data, string encoding, Span<float> numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = encoding switch
            {
                "f32" => BinaryPrimitives.ReadSingleLittleEndian(data[(4 * i)..]),
                "f16" => (float)BinaryPrimitives.ReadHalfLittleEndian(data[(2 * i)..]),
                _ => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(data[(2 * i)..]) << 16),
            };
        }
    }
}
