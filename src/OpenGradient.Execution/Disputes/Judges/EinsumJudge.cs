using OpenGradient.Execution.Operators;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Einsum</c> of one operand: a row reduction. Of two, no axis of which is summed before or after they meet: a dot product. Others are carried out whole.</summary>
internal sealed class EinsumJudge : IJudge
{
    private static readonly WholeStepJudge Fallback = new();

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        (EinsumOperand[] operands, int[] result) = Read(step);
        return new ValueHeader(step.Input(0).Type, [.. result.Select(label => (long)Size(operands, label))]);
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (EinsumOperand[] operands, int[] result) = Read(step);
        bool isOneDot = operands.Length == 2 && operands[0].Labels.All(label => result.Contains(label) || operands[1].Has(label))
            && operands[1].Labels.All(label => result.Contains(label) || operands[0].Has(label));
        if (operands.Length > 1 && !isOneDot)
            return Fallback.Derive(step, output, element);
        int[] place = Position.Index([.. result.Select(label => Size(operands, label))], element);
        long[] firsts = [.. operands.Select(operand => result.Select((label, axis) => (long)operand.Step(label) * place[axis]).Sum())];
        int[] summed = [.. operands[0].Labels.Except(result)];
        int[] sizes = [.. summed.Select(operands[0].Size)];
        ulong Element(int operand, long term)
        {
            int[] at = Position.Index(sizes, term);
            return step.Input(operand).Bits(firsts[operand] + summed.Select((label, axis) => (long)operands[operand].Step(label) * at[axis]).Sum());
        }

        var rules = NumberRules.Of(step.Input(0).Type);
        long count = sizes.Aggregate(1L, static (product, size) => product * size);
        if (operands.Length == 1 && summed.Length == 0)
            return new Derivation(() => Element(0, 0));
        Phase sum = operands.Length == 1
            ? rules.Row<NumberReducers.Sum>(count, term => Element(0, term))
            : rules.Dot(count, term => Element(0, term), term => Element(1, term));
        return new Derivation([sum], static results => results[0]);
    }

    private static int Size(EinsumOperand[] operands, int label) => operands.FirstOrDefault(operand => operand.Has(label))?.Size(label) ?? 1;

    private static (EinsumOperand[] Operands, int[] Result) Read(JudgedStep step)
    {
        EinsumEquation equation = EinsumEquation.TryParse(step.Attributes.Name("equation", "")) ?? throw step.Error("the equation cannot be read");
        int[] dots = [.. equation.Operands.Select((letters, index) => letters.Contains(EinsumEquation.Dots, StringComparison.Ordinal) ? step.Input(index).Shape.Length - (letters.Length - 1) : 0)];
        return ([.. equation.Operands.Select((letters, index) => Operand(EinsumLabels.Expand(letters, dots[index]), step.Input(index).Shape))], EinsumLabels.Expand(equation.Result, dots.Max()));
    }

    /// <summary>A letter that stands twice is the diagonal; an axis of the dots of size 1 broadcasts.</summary>
    private static EinsumOperand Operand(int[] labels, int[] shape)
    {
        int[] steps = StridedCopy.Steps(shape);
        int[] own = [.. labels.Where((label, axis) => label >= 0 || shape[axis] != 1).Distinct()];
        return new EinsumOperand(
            own, [.. own.Select(label => shape[Array.IndexOf(labels, label)])], [.. own.Select(label => labels.Select((other, axis) => other == label ? steps[axis] : 0).Sum())]);
    }
}
