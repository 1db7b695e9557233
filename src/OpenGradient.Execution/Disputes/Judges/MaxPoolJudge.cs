using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>MaxPool</c>: the best tap so far of a window and its number plus one, one term for each tap; taps in the padding change nothing.</summary>
internal sealed class MaxPoolJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => JudgedWindow.PoolHeader(step, output == 0 ? step.Input(0).Type : ElementType.Int64);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        var window = JudgedWindow.OfPool(step);
        (long plane, long place) = Math.DivRem(element, Shapes.ElementCount(window.Output));
        int[] size = x.Shape[2..];
        long first = plane * Shapes.ElementCount(size);
        var rules = NumberRules.Of(x.Type);
        ulong Larger(long tap, ulong before) => window.Tap(place, tap) is >= 0 and long at ? rules.Max(before, x.Bits(first + at)) : before;
        if (output == 0)
            return new Derivation([Phase.Words(window.TapCount, rules.Least, (tap, _, before) => Larger(tap, before))], static results => results[0]);

        // The tap whose place is asked for is the first that no other is above, NaN above all; 0 is none.
        ulong Better(long tap, ulong before)
        {
            if (window.Tap(place, tap) is not (>= 0 and long at))
                return before;
            return before == 0 || rules.Compare(x.Bits(first + at), x.Bits(first + window.Tap(place, (long)before - 1))) > 0 ? (ulong)tap + 1 : before;
        }

        return new Derivation(
            [Phase.Words(window.TapCount, 0, (tap, _, before) => Better(tap, before))],
            results => results[0] == 0 ? ulong.MaxValue : (ulong)(first + InPlane(step, size, window.Tap(place, (long)results[0] - 1))));
    }

    private static long InPlane(JudgedStep step, int[] size, long at) => step.Attributes.Flag("storage_order", false)
        ? Position.Of([.. size.Reverse()], [.. Position.Index(size, at).Reverse()])
        : at;
}
