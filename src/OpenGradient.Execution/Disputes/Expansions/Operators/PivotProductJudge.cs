using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>PivotProduct</c>, in the expansion of <c>Det</c>: from what <see cref="EliminateJudge"/> gives to determinants, one pivot a term. <c>to</c>: the type of the output.</summary>
/// <remarks>Lanes: the product; 1 after a pivot of 0, when nothing changes any more.</remarks>
internal sealed class PivotProductJudge : IDisputeOperator
{
    /// <summary>The operator's name.</summary>
    public const string Operator = "PivotProduct";

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(Type(step), Shapes.ToImmutable(step.Input(0).Shape.AsSpan()[..^2]));

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step)
    {
        ValueHeader header = Infer(step, 0);
        ulong[] words = new ulong[header.ElementCount];
        for (int element = 0; element < words.Length; element++)
        {
            Derivation derivation = Derive(step, 0, element);
            words[element] = derivation.Advance(derivation.Start(), 0, derivation.Length)[0];
        }

        return new Tensor(header.Type, header.Shape, header.Type == ElementType.Float64
            ? MemoryMarshal.AsBytes<ulong>(words).ToArray()
            : MemoryMarshal.AsBytes<uint>(Array.ConvertAll(words, static word => (uint)word)).ToArray());
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput columns = step.Input(0);
        int n = columns.Shape[^2];
        double At(long column, long place) => BitConverter.UInt64BitsToDouble(columns.Bits((((element * n) + column) * (n + 1)) + place));
        void Take(long column, ulong[] lanes)
        {
            if (lanes[1] != 0)
                return;
            double product = BitConverter.UInt64BitsToDouble(lanes[0]);
            long place = (long)At(column, n);
            double pivot = At(column, place);
            lanes[0] = Bits(pivot == 0 ? 0 : (place == column ? product : -product) * pivot);
            lanes[1] = pivot == 0 ? 1UL : 0;
        }

        var product = new Phase(n, [Bits(1), 0], (term, _, lanes) => Take(term, lanes), static lanes => lanes[0]) { IsSettled = static lanes => lanes[1] != 0 };
        bool isWide = Type(step) == ElementType.Float64;
        return new Derivation([product], results => isWide ? results[0] : ElementBits.Of(Number.Canonical((float)BitConverter.UInt64BitsToDouble(results[0]))));
    }

    private static ElementType Type(JudgedStep step) => step.Attributes.Type("to", ElementType.Float32);

    private static ulong Bits(double number) => BitConverter.DoubleToUInt64Bits(Number.Canonical(number));
}
