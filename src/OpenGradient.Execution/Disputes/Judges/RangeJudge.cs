using System.Runtime.CompilerServices;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Range</c>: the count, and each element, from three numbers.</summary>
internal sealed class RangeJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        ElementType type = step.Input(0).Type;
        var size = new Size(step.Input(0).Bits(0), step.Input(1).Bits(0), step.Input(2).Bits(0));
        return NumberTypes.TryRun(type, ref size) && size.Count is { } count ? new ValueHeader(type, [checked((int)count)]) : throw step.Error("it is not a range");
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        var rules = NumberRules.Of(step.Input(0).Type);
        return new Derivation(() => rules.Add(step.Input(0).Bits(0), rules.Mul(rules.Word(element), step.Input(2).Bits(0))));
    }

    private struct Size(ulong first, ulong last, ulong step) : INumberTask
    {
        public long? Count { get; private set; }

        void INumberTask.Run<T>() => Count = RangeSize.Of(Of<T>(first), Of<T>(last), Of<T>(step));

        private static T Of<T>(ulong word) => Unsafe.As<ulong, T>(ref word); // little-endian, as everywhere
    }
}
