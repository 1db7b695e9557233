using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Elements as another type, <c>to</c> or that of a second input: integers to <c>f32</c> round to nearest even; <c>f32</c> to integers is cut towards zero.</summary>
/// <remarks>
/// Out of range, <c>f32</c> goes to the nearest 64-bit (for <c>i32</c>: 32-bit) integer, NaN to 0; narrower integers keep the low bits.
/// Anything but 0 is true.
/// </remarks>
internal sealed class CastOperation(ElementType? target) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("Cast", 1, 1, 1, static binding => new CastOperation(binding.Attributes.Type("to", ElementType.Float32)));

    /// <summary>The operator that takes the type from a second input.</summary>
    public static OperatorDefinition LikeDefinition { get; } = new("CastLike", 2, 2, 1, static _ => new CastOperation(null));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        ElementType type = target ?? run.Input(1).Type;
        if (x.Type == type)
        {
            run.Alias(0, x, x.Shape);
            return;
        }

        if (!IsKnown(x.Type) || !IsKnown(type))
            throw run.Error($"does not take {x.Type.CanonicalName()} to {type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        Value y = run.Output(0, type, x.Shape);
        for (int i = 0; i < x.ElementCount; i++)
        {
            if (x.Type == ElementType.Float32)
                WriteFloat(x.Floats[i], y, i);
            else
                WriteInteger(Read(x, i), y, i);
        }
    }

    private static bool IsKnown(ElementType type) => type <= ElementType.Bool;

    private static long Read(Value x, int i) => x.Type switch
    {
        ElementType.Int64 => x.Longs[i],
        ElementType.Int32 => x.Ints[i],
        ElementType.Int8 => unchecked((sbyte)x.Bytes[i]),
        _ => x.Bytes[i],
    };

    private static void WriteFloat(float number, Value y, int i)
    {
        if (y.Type == ElementType.Bool)
            y.Bytes[i] = number == 0f ? (byte)0 : (byte)1;
        else if (y.Type == ElementType.Int32)
            y.Ints[i] = unchecked((int)number);
        else
            WriteInteger(unchecked((long)number), y, i);
    }

    private static void WriteInteger(long number, Value y, int i)
    {
        switch (y.Type)
        {
            case ElementType.Float32:
                y.Floats[i] = number;
                break;
            case ElementType.Int64:
                y.Longs[i] = number;
                break;
            case ElementType.Int32:
                y.Ints[i] = unchecked((int)number);
                break;
            case ElementType.Bool:
                y.Bytes[i] = number == 0 ? (byte)0 : (byte)1;
                break;
            case ElementType.Int8 or ElementType.UInt8:
                y.Bytes[i] = unchecked((byte)number);
                break;
        }
    }
}
