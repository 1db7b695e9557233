using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Proving;

/// <summary>Inputs of the right types and sizes, where nobody gave any: the same ones every time.</summary>
internal static class MadeUpInputs
{
    /// <summary>One tensor for each input; sizes that the Program leaves open are 1.</summary>
    public static ImmutableArray<Tensor> For(OpenGradient.Programs.Program program) => [.. program.Inputs.Select(Create)];

    private static Tensor Create(ProgramInput input)
    {
        ImmutableArray<long> shape = [.. input.Shape.Select(static size => long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 1)];
        Tensor tensor = new(input.Type, shape, new byte[Tensor.CountElements(shape) * input.Type.SizeBytes()]);
        if (input.Type != ElementType.Float32)
            return tensor;
        Span<float> elements = MemoryMarshal.Cast<byte, float>(tensor.Bytes.AsSpan());
        for (int index = 0; index < elements.Length; index++)
            elements[index] = (((index * 7919L) % 2003) / 1001.5f) - 1;
        return tensor;
    }
}
