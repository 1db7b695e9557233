using System.Collections.Immutable;
using OpenGradient.Models.Quantization.Preparation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <summary>A model compiled to the integer profile.</summary>
/// <param name="Program">The integer Program; its inputs and outputs are those of the float Program, but for types that no proof begins or ends with: <c>f32</c> for narrower floats and unsigned inputs of up to 16 bits, <c>i64</c> for wider ones.</param>
/// <param name="Constants">Its constants.</param>
/// <param name="Layers">What the outputs from <c>layer 0</c> on stand for, if they were asked for.</param>
public sealed record IntegerModel(Program Program, IConstantSource Constants, ImmutableArray<IntegerLayer> Layers)
{
    /// <summary>What in the model's file each step comes from.</summary>
    public StepOrigins Origins { get; init; } = StepOrigins.Unknown;

    /// <summary>Inputs of the float model as the integer Program takes them: numbers of types that no proof begins with, in one that holds them all.</summary>
    public ImmutableArray<Tensor> Accept(IReadOnlyList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [.. inputs.Select(static input => TypeOfInput(input.Type) is var type && type == input.Type ? input
            : type == ElementType.Int64 ? Tensor.Create<long>(type, input.Shape, ElementLists.Integers(input.Type, input.Bytes))
            : Tensor.Create<float>(type, input.Shape, Floats(input)))];
    }

    /// <summary>The type of an input of the integer Program that is of this type in the float Program.</summary>
    internal static ElementType TypeOfInput(ElementType type) => type switch
    {
        ElementType.Float16 or ElementType.BFloat16 => ElementType.Float32,
        ElementType.UInt32 or ElementType.UInt64 => ElementType.Int64,
        ElementType.UInt8 or ElementType.UInt16 => ElementType.Float32,
        _ when type.IsInteger() && type.SizeBits() < 8 => ElementType.Float32,
        _ => type,
    };

    private static float[] Floats(Tensor input) => input.Type.IsInteger()
        ? Array.ConvertAll(ElementLists.Integers(input.Type, input.Bytes), static number => (float)number)
        : ElementLists.Floats(input.Type, input.Bytes);
}
