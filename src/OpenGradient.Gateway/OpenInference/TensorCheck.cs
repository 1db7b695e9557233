using System.Collections.Immutable;
using System.Runtime.InteropServices;
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

    /// <summary>Refuses NaN and infinity in binary32 and bytes other than 0 and 1 in booleans, naming the first.</summary>
    public static void RequirePlain(ElementType type, byte[] elements, string path)
    {
        int position = type switch
        {
            ElementType.Float32 => FindNotFinite(MemoryMarshal.Cast<byte, float>(elements)),
            ElementType.Bool => elements.AsSpan().IndexOfAnyExcept((byte)0, (byte)1),
            _ => -1,
        };
        if (position >= 0)
        {
            throw new InvalidInputException(
                InvalidInputKind.Invalid,
                $"{path}.data[{position}]",
                type == ElementType.Bool ? "A boolean is the byte 0 or 1." : "NaN and infinity are no input: a result computed from them would mean nothing.");
        }
    }

    /// <summary>The position of the first NaN or infinity; -1 if all are finite.</summary>
    public static int FindNotFinite(ReadOnlySpan<float> values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            if (!float.IsFinite(values[index]))
                return index;
        }

        return -1;
    }
}
