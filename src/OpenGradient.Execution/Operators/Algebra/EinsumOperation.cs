using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Einstein's summation: operands are joined from left to right, each time summing the axes that neither the result nor a later operand has.</summary>
internal sealed class EinsumOperation(EinsumEquation equation) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Einsum", 1, int.MaxValue, 1, static binding => new EinsumOperation(
        EinsumEquation.TryParse(binding.Attributes.Name("equation", "")) ?? throw binding.Attributes.Malformed("equation", binding.Attributes.Name("equation", ""), "like ij,jk->ik")));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        if (run.InputCount != equation.Operands.Length)
            throw run.Error($"the equation has {equation.Operands.Length} operands");
        ElementType type = run.Input(0).Type;
        var operands = new EinsumOperand[run.InputCount];
        var sizes = new SortedDictionary<int, int>();
        int dots = 0;
        for (int i = 0; i < operands.Length; i++)
        {
            Value x = run.Input(i, type);
            operands[i] = EinsumLabels.Read(run, equation.Operands[i], x.Shape);
            if (equation.Operands[i].Contains(EinsumEquation.Dots, StringComparison.Ordinal))
                dots = Math.Max(dots, x.Rank - (equation.Operands[i].Length - 1));
            for (int axis = 0; axis < operands[i].Labels.Length; axis++)
            {
                if (!sizes.TryAdd(operands[i].Labels[axis], operands[i].Sizes[axis]) && sizes[operands[i].Labels[axis]] != operands[i].Sizes[axis])
                    throw run.Error($"the axes of one letter have the sizes {sizes[operands[i].Labels[axis]]} and {operands[i].Sizes[axis]}");
            }
        }

        int[] result = EinsumLabels.Expand(equation.Result, dots);
        Value y = run.Output(0, type, Array.ConvertAll(result, label => sizes.GetValueOrDefault(label, 1)));
        if (y.ElementCount == 0)
            return;
        var task = new Task(run, operands, result, y);
        if (type == ElementType.Bool || !NumberTypes.TryRun(type, ref task))
            throw run.Error($"does not take {type.CanonicalName()}", InvalidInputKind.Unsupported);
    }

    private readonly struct Task(StepRun run, EinsumOperand[] operands, int[] result, Value y) : INumberTask
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            EinsumOperand joined = operands[0];
            ReadOnlySpan<T> elements = run.Input(0).Words<T>();
            for (int i = 1; i < operands.Length; i++)
            {
                EinsumOperand next = operands[i];
                int[] kept = [.. result, .. operands.Skip(i + 1).SelectMany(static operand => operand.Labels)];
                ReadOnlySpan<T> right = EinsumSteps.Sum(run, next, run.Input(i).Words<T>(), [.. next.Labels.Where(label => kept.Contains(label) || joined.Has(label))], out next);
                EinsumOperand left = joined;
                elements = EinsumSteps.Sum(run, left, elements, [.. left.Labels.Where(label => kept.Contains(label) || next.Has(label))], out left);
                elements = EinsumSteps.Join(run, left, elements, next, right, kept, out joined);
            }

            elements = EinsumSteps.Sum(run, joined, elements, [.. joined.Labels.Where(result.Contains)], out joined);
            EinsumSteps.Copy(joined, elements, result, y.WritableWords<T>());
        }
    }
}
