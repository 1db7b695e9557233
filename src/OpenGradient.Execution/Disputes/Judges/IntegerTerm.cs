namespace OpenGradient.Execution.Disputes;

/// <summary>A product of two differences from zero points: inputs 0 and 1, with zero points in inputs 2 and 3.</summary>
internal static class IntegerTerm
{
    /// <summary>(x - its zero point) · (w - its zero point).</summary>
    public static long Of(JudgedStep step, long x, long xGroup, long w, long wGroup) => Difference(step, 0, 2, x, xGroup) * Difference(step, 1, 3, w, wGroup);

    private static long Difference(JudgedStep step, int input, int zero, long at, long group) =>
        step.Input(input).Integer(at) - (step.Has(zero) ? step.Input(zero).Integer(step.Input(zero).Count == 1 ? 0 : group) : 0);
}
