using System.Buffers.Binary;
using OpenGradient.Models.Decoders;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Gguf.Encoders;

/// <summary>Writes one tensor in another encoding, a row at a time, and measures what that costs.</summary>
internal sealed class TensorEncoder(StoredTensor source, GgufTensor target, GgufWriter writer)
{
    private double _squares;
    private double _squareErrors;
    private double _maximumError;

    /// <summary>Writes the tensor.</summary>
    /// <exception cref="InvalidInputException">It holds a number that is not finite, or that the encoding cannot hold.</exception>
    public QuantizedTensor Encode(CancellationToken cancellationToken)
    {
        int rowElements = target.Shape.IsEmpty ? 1 : (int)target.Shape[^1];
        long elementCount = source.Data.Length / SourceBytes;
        ReadOnlyMemory<byte> stored = source.Data.Join();
        float[] row = new float[rowElements];
        float[] decoded = new float[rowElements];
        byte[] encoded = new byte[rowElements / target.Type.BlockElements() * target.Type.BlockBytes()];
        for (long start = 0; start < elementCount; start += rowElements)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PlainNumbers.Read(stored.Span[(int)(start * SourceBytes)..], source.Encoding, row);
            RequireOrdinary(row);
            EncodeRow(row, encoded, decoded);
            Measure(row, decoded);
            writer.Write(encoded);
        }

        return new QuantizedTensor(
            target.Name, source.Encoding, target.Type.Encoding(), elementCount, target.LengthBytes, Math.Sqrt(_squares / elementCount), Math.Sqrt(_squareErrors / elementCount), _maximumError);
    }

    private int SourceBytes => source.Encoding == "f32" ? sizeof(float) : sizeof(ushort);

    private void EncodeRow(ReadOnlySpan<float> row, Span<byte> encoded, Span<float> decoded)
    {
        if (!BlockEncoders.TryFind(target.Type.Encoding(), out _, out _, out BlockEncoder? encode))
            encode = CopyFloats; // the only encoding that is not to be chosen, but that rows of numbers get
        int elements = target.Type.BlockElements();
        int bytes = target.Type.BlockBytes();
        for (int block = 0; block < row.Length / elements; block++)
            encode(row.Slice(block * elements, elements), encoded.Slice(block * bytes, bytes), decoded.Slice(block * elements, elements));
    }

    private static void CopyFloats(ReadOnlySpan<float> elements, Span<byte> block, Span<float> decoded)
    {
        BinaryPrimitives.WriteSingleLittleEndian(block, elements[0]);
        decoded[0] = elements[0];
    }

    /// <summary>NaN, infinities and numbers of which two have no finite difference are no weights.</summary>
    private void RequireOrdinary(ReadOnlySpan<float> row)
    {
        foreach (float number in row)
        {
            if (!(Math.Abs(number) < float.MaxValue / 2))
                throw Refused(number);
        }
    }

    private void Measure(ReadOnlySpan<float> row, ReadOnlySpan<float> decoded)
    {
        for (int i = 0; i < row.Length; i++)
        {
            double error = Math.Abs((double)row[i] - decoded[i]);
            if (!double.IsFinite(error))
                throw Refused(row[i]);
            _squares += (double)row[i] * row[i];
            _squareErrors += error * error;
            _maximumError = Math.Max(_maximumError, error);
        }
    }

    private InvalidInputException Refused(float number) => GgufError.Invalid($"tensor '{target.Name}'", $"The number {number} cannot be written as {target.Type.Encoding()}.");
}
