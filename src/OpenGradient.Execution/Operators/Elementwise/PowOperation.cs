using System.Numerics;
using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>x to the power of y with broadcasting; the result has the type of x.</summary>
/// <remarks>Floats: in <c>f32</c>, other operands rounded to it first. An integer x is multiplied up if y is a whole number, else raised in <c>f32</c> and cut.</remarks>
internal sealed class PowOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Pow", 2, 2, 1, static _ => new PowOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value y = run.Input(1);
        int[] shape = Broadcast.TryShape(x.Shape, y.Shape) ?? throw run.CannotBroadcast(x, y);
        ReadOnlySpan<float> exponents = Narrow(run, y);
        if (x.Type == ElementType.Float32)
            Raise(x.Floats, exponents, run.Output(0, x.Type, shape).Floats, x, y, shape);
        else if (x.Type == ElementType.Float64)
            RaiseNarrowed(run, x, y, exponents, shape);
        else
            RaiseIntegers(run, x, y, exponents, shape);
    }

    private static ReadOnlySpan<float> Narrow(StepRun run, Value value)
    {
        if (value.Type == ElementType.Float32)
            return value.Floats;
        if (value.Type == ElementType.Bool || value.Type.IsNarrowFloat())
            throw run.Error($"does not take {value.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        Span<float> narrow = run.Scratch<float>(value.ElementCount);
        Conversion.Run(value.Type, value.Bytes, ElementType.Float32, MemoryMarshal.AsBytes(narrow), CastRule.Default);
        return narrow;
    }

    private static void Raise(ReadOnlySpan<float> bases, ReadOnlySpan<float> exponents, Span<float> z, Value x, Value y, int[] shape)
    {
        var walk = Broadcast.Over(shape, x.Shape, y.Shape);
        while (walk.Next())
            Kernels.Elementwise.Map(default(Pow), walk.Slice(0, bases), walk.Slice(1, exponents), z.Slice(walk.OutputOffset, walk.RunLength));
    }

    private static void RaiseNarrowed(StepRun run, Value x, Value y, ReadOnlySpan<float> exponents, int[] shape)
    {
        Value z = run.Output(0, x.Type, shape);
        Span<float> narrow = run.Scratch<float>(z.ElementCount);
        Raise(Narrow(run, x), exponents, narrow, x, y, shape);
        Conversion.Run(ElementType.Float32, MemoryMarshal.AsBytes(narrow), x.Type, z.Bytes, CastRule.Default);
    }

    private static void RaiseIntegers(StepRun run, Value x, Value y, ReadOnlySpan<float> exponents, int[] shape)
    {
        var task = new Task(run, x, y, shape, exponents, Narrow(run, x));
        if (!NumberTypes.TryRun(x.Type, ref task))
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private readonly ref struct Task(StepRun run, Value x, Value y, int[] shape, ReadOnlySpan<float> exponents, ReadOnlySpan<float> bases) : INumberTask
    {
        private readonly ReadOnlySpan<float> _exponents = exponents;
        private readonly ReadOnlySpan<float> _bases = bases;

        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            Value z = run.Output(0, x.Type, shape);
            Span<float> raised = run.Scratch<float>(z.ElementCount);
            Raise(_bases, _exponents, raised, x, y, shape);
            Conversion.Run(ElementType.Float32, MemoryMarshal.AsBytes(raised), x.Type, z.Bytes, CastRule.Default);
            Span<long> whole = run.Scratch<long>(y.ElementCount);
            Conversion.Run(y.Type, y.Bytes, ElementType.Int64, MemoryMarshal.AsBytes(whole), CastRule.Default);
            var walk = Broadcast.Over(shape, x.Shape, y.Shape);
            while (walk.Next())
            {
                Span<T> part = z.WritableWords<T>().Slice(walk.OutputOffset, walk.RunLength);
                ReadOnlySpan<T> left = walk.Slice(0, x.Words<T>());
                ReadOnlySpan<long> right = walk.Slice<long>(1, whole);
                ReadOnlySpan<float> asked = walk.Slice(1, _exponents);
                for (int i = 0; i < part.Length; i++)
                {
                    int at = right.Length == 1 ? 0 : i;
                    if (y.Type.IsInteger() || asked[at] == right[at])
                        part[i] = Multiplied(left[left.Length == 1 ? 0 : i], right[at], y.Type == ElementType.UInt64);
                }
            }
        }

        /// <summary>x · x · … wrapping; with a negative exponent the quotient 1 / (x · x · …), cut.</summary>
        private static T Multiplied<T>(T x, long exponent, bool isUnsigned)
            where T : unmanaged, INumber<T>
        {
            if (exponent < 0 && !isUnsigned)
                return x == T.One ? T.One : Number.Neg(x) == T.One && T.IsNegative(x) ? (exponent & 1) == 0 ? T.One : x : T.Zero;
            T power = T.One;
            T square = x;
            for (ulong bits = unchecked((ulong)exponent); bits != 0; bits >>= 1)
            {
                if ((bits & 1) != 0)
                    power = Number.Mul(power, square);
                square = Number.Mul(square, square);
            }

            return power;
        }
    }
}
