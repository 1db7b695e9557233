using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>A function of the bits of two integers of one type, with broadcasting.</summary>
internal sealed class BitwiseOperation(Func<ulong, ulong, int, ulong> function) : IOperation
{
    /// <summary>The operator; the function gets both operands without sign, and their width in bits, and what it gives above the width is cut.</summary>
    public static OperatorDefinition Define(string name, Func<ulong, ulong, int, ulong> function) => new(name, 2, 2, 1, _ => new BitwiseOperation(function));

    /// <summary>Shifts by <c>direction</c> left or right; what leaves the width is lost, zeros come in.</summary>
    public static OperatorDefinition ShiftDefinition { get; } = new("BitShift", 2, 2, 1, static binding => binding.Attributes.Name("direction", "left") switch
    {
        "left" => new BitwiseOperation(static (x, y, width) => y < (ulong)width ? x << (int)y : 0),
        "right" => new BitwiseOperation(static (x, y, width) => y < (ulong)width ? x >> (int)y : 0),
        string other => throw binding.Attributes.Malformed("direction", other, "left or right"),
    });

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value y = run.Input(1, x.Type);
        if (!x.Type.IsInteger() || x.Type.SizeBits() < 8)
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        int[] shape = Broadcast.TryShape(x.Shape, y.Shape) ?? throw run.CannotBroadcast(x, y);
        Value z = run.Output(0, x.Type, shape);
        switch (x.Type.SizeBytes())
        {
            case 1:
                Map<byte>(x, y, z);
                break;
            case 2:
                Map<ushort>(x, y, z);
                break;
            case 4:
                Map<uint>(x, y, z);
                break;
            default:
                Map<ulong>(x, y, z);
                break;
        }
    }

    private void Map<T>(Value x, Value y, Value z)
        where T : unmanaged, IBinaryInteger<T>
    {
        int width = 8 * z.Type.SizeBytes();
        var walk = Broadcast.Over(z.Shape, x.Shape, y.Shape);
        while (walk.Next())
        {
            ReadOnlySpan<T> left = walk.Slice(0, x.Words<T>());
            ReadOnlySpan<T> right = walk.Slice(1, y.Words<T>());
            Span<T> part = z.WritableWords<T>().Slice(walk.OutputOffset, walk.RunLength);
            for (int i = 0; i < part.Length; i++)
                part[i] = T.CreateTruncating(function(ulong.CreateTruncating(left[left.Length == 1 ? 0 : i]), ulong.CreateTruncating(right[right.Length == 1 ? 0 : i]), width));
        }
    }
}
