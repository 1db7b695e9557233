using OpenGradient.Execution.Operators;

namespace OpenGradient.Execution.Disputes;

/// <summary>One or two operands with labelled axes, of which those that the result lacks are summed: a row reduction, or a dot product over the axes of both.</summary>
/// <param name="Operands">The operands.</param>
/// <param name="Result">The labels of the result.</param>
internal sealed record Contraction(EinsumOperand[] Operands, int[] Result)
{
    /// <summary>An operand by the labels of its axes. One that stands twice is the diagonal; an axis below 0, one of the dots, is left out if its size is 1, and broadcasts.</summary>
    public static EinsumOperand Operand(int[] labels, int[] shape)
    {
        int[] steps = StridedCopy.Steps(shape);
        int[] own = [.. labels.Where((label, axis) => label >= 0 || shape[axis] != 1).Distinct()];
        return new EinsumOperand(
            own, [.. own.Select(label => shape[Array.IndexOf(labels, label)])], [.. own.Select(label => labels.Select((other, axis) => other == label ? steps[axis] : 0).Sum())]);
    }

    /// <summary>Whether it is one: two operands meet in all axes that are summed.</summary>
    public bool IsOne => Operands.Length == 1 || (Operands.Length == 2
        && Operands[0].Labels.All(label => Result.Contains(label) || Operands[1].Has(label))
        && Operands[1].Labels.All(label => Result.Contains(label) || Operands[0].Has(label)));

    /// <summary>The shape of the result.</summary>
    public int[] Shape => [.. Result.Select(label => Operands.FirstOrDefault(operand => operand.Has(label))?.Size(label) ?? 1)];

    /// <summary>How an element of the result comes about.</summary>
    public Derivation Derive(JudgedStep step, long element)
    {
        int[] place = Position.Index(Shape, element);
        long[] firsts = [.. Operands.Select(operand => Result.Select((label, axis) => (long)operand.Step(label) * place[axis]).Sum())];
        int[] summed = [.. Operands[0].Labels.Except(Result)];
        int[] sizes = [.. summed.Select(Operands[0].Size)];
        ulong Element(int operand, long term)
        {
            int[] at = Position.Index(sizes, term);
            return step.Input(operand).Bits(firsts[operand] + summed.Select((label, axis) => (long)Operands[operand].Step(label) * at[axis]).Sum());
        }

        var rules = NumberRules.Of(step.Input(0).Type);
        long count = sizes.Aggregate(1L, static (product, size) => product * size);
        if (Operands.Length == 1 && summed.Length == 0)
            return new Derivation(() => Element(0, 0));
        Phase sum = Operands.Length == 1
            ? rules.Row<NumberReducers.Sum>(count, term => Element(0, term))
            : rules.Dot(count, term => Element(0, term), term => Element(1, term));
        return new Derivation([sum], static results => results[0]);
    }
}
