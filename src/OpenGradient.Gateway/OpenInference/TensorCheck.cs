using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>What every input tensor must keep, whatever the model.</summary>
internal static class TensorCheck
{
    public const int MaximumRank = 16;

    /// <summary>The product of the dimensions.</summary>
    /// <exception cref="InvalidInputException">It does not fit; <paramref name="subject"/> names the shape.</exception>
    public static long CountElements(ImmutableArray<long> shape, string subject)
    {
        try
        {
            return Tensor.CountElements(shape);
        }
        catch (InvalidInputException error)
        {
            throw new InvalidInputException(error.Kind, subject, error.Message);
        }
    }

    /// <summary>Refuses NaN and infinity in floats and bytes other than 0 and 1 in booleans, naming the first.</summary>
    public static void RequirePlain(ElementType type, byte[] elements, string path)
    {
        int position = type == ElementType.Bool ? elements.AsSpan().IndexOfAnyExcept((byte)0, (byte)1) : FindNotFinite(type, elements);
        if (position >= 0)
        {
            throw new InvalidInputException(
                InvalidInputKind.Invalid,
                $"{path}.data[{position}]",
                type == ElementType.Bool ? "A boolean is the byte 0 or 1." : "NaN and infinity are no input: a result computed from them would mean nothing.");
        }
    }

    /// <summary>The position of the first NaN or infinity; -1 if all are finite.</summary>
    public static int FindNotFinite(ElementType type, ReadOnlySpan<byte> elements)
    {
        if (type == ElementType.Bool || type.IsInteger())
            return -1;
        int elementBytes = type.SizeBytes();
        for (int offset = 0; offset < elements.Length; offset += elementBytes)
        {
            if (!ElementJson.IsFinite(type, elements.Slice(offset, elementBytes)))
                return offset / elementBytes;
        }

        return -1;
    }
}
