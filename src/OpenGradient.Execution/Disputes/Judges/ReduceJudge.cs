using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Reductions of axes: the row in terms of one element each, in sixteen lanes.</summary>
internal sealed class ReduceJudge<TReducer> : IJudge
    where TReducer : struct, INumberReducer
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        JudgedInput x = step.Input(0);
        int[] axes = Axes(step);
        bool keepsDimensions = step.Attributes.Flag("keepdims", true) || IsIdentity(step);
        int[] shape = [.. x.Shape.Select((size, axis) => !axes.Contains(axis) ? size : keepsDimensions ? 1 : -1).Where(static size => size >= 0)];
        return new ValueHeader(x.Type, Shapes.ToImmutable(shape));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        if (IsIdentity(step))
            return new Derivation(() => x.Bits(element));
        int[] axes = Axes(step);
        int[] reduced = [.. axes.Select(axis => x.Shape[axis])];
        int[] kept = [.. Enumerable.Range(0, x.Shape.Length).Except(axes)];
        int[] place = Position.Index([.. kept.Select(axis => x.Shape[axis])], element);
        int[] at = new int[x.Shape.Length];
        for (int i = 0; i < kept.Length; i++)
            at[kept[i]] = place[i];
        ulong Element(long term)
        {
            int[] index = [.. at];
            int[] within = Position.Index(reduced, term);
            for (int i = 0; i < axes.Length; i++)
                index[axes[i]] = within[i];
            return x.Bits(Position.Of(x.Shape, index));
        }

        // The smallest of no booleans is true, and true is 1.
        Phase row = NumberRules.Of(x.Type).Row<TReducer>(Shapes.ElementCount(reduced), Element);
        return new Derivation([row], results => x.Type == ElementType.Bool ? Math.Min(results[0], 1) : results[0]);
    }

    private static bool NamesNone(JudgedStep step) => !step.Has(1) || step.Input(1).Count == 0;

    private static bool IsIdentity(JudgedStep step) => NamesNone(step) && step.Attributes.Flag("noop_with_empty_axes", false);

    private static int[] Axes(JudgedStep step)
    {
        if (IsIdentity(step))
            return [];
        int rank = step.Input(0).Shape.Length;
        int first = step.Attributes.Integer("first_axis", 0);
        return NamesNone(step)
            ? [.. Enumerable.Range(0, rank).Where(axis => axis >= first)]
            : [.. step.Integers(1).Select(axis => step.Axis(axis, rank)).Order()];
    }
}
