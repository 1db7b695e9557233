using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Contract</c>, in the expansion of <c>Einsum</c>: one or two operands, by the labels of their axes (<c>left</c>, <c>right</c>) and of the <c>result</c>.</summary>
internal sealed class ContractJudge : IDisputeOperator
{
    /// <summary>The operator's name.</summary>
    public const string Operator = "Contract";

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(Read(step).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element) => Read(step).Derive(step, element);

    /// <summary>As <c>Einsum</c>, once labels are letters and axes that are left out are gone.</summary>
    public Tensor Run(JudgedStep step)
    {
        ValueHeader header = Infer(step, 0);
        int[] labels = [.. Read(step).Operands.SelectMany(static operand => operand.Labels).Distinct()];
        string Letters(IEnumerable<int> own) => string.Concat(own.Where(labels.Contains).Select(label => (char)('A' + Array.IndexOf(labels, label))));
        StepOperand Operand(int input)
        {
            JudgedInput x = step.Input(input);
            return StepOperand.Of(new Tensor(x.Type, [.. x.Shape.Where((_, axis) => IsKept(step, input, axis)).Select(static size => (long)size)], x.ReadElements()));
        }

        int[] inputs = [.. Enumerable.Range(0, step.InputCount)];
        string equation = $"{string.Join(',', inputs.Select(input => Letters(Axes(step, input).Where((_, axis) => IsKept(step, input, axis)))))}->{Letters(Read(step).Result)}";
        var einsum = new Step("Einsum", [.. inputs], 1, step.Step.Attributes.Clear().Add("equation", equation), IsTraced: false);
        return new Tensor(header.Type, header.Shape, SingleStep.Run(einsum, [.. inputs.Select(Operand)])[0].Bytes);
    }

    private static bool IsKept(JudgedStep step, int input, int axis) => Axes(step, input)[axis] >= 0 || step.Input(input).Shape[axis] != 1;

    private static int[] Axes(JudgedStep step, int input) => step.Attributes.Integers(input == 0 ? "left" : "right") ?? [];

    private static Contraction Read(JudgedStep step) => new(
        [.. Enumerable.Range(0, step.InputCount).Select(input => Contraction.Operand(Axes(step, input), step.Input(input).Shape))], step.Attributes.Integers("result") ?? []);
}
