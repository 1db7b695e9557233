using System.Collections.Immutable;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>The end of a causal Program that may be run for some rows only: behind all that is traced and all that reads other rows or positions.</summary>
/// <param name="Start">Where it begins in the list of steps.</param>
/// <param name="Values">The values, made of tokens before it, that it or the caller reads.</param>
internal sealed record RowTail(int Start, ImmutableArray<int> Values)
{
    /// <summary>The tail of a Program; of one that is not causal, nothing.</summary>
    public static RowTail Of(Program program, ImmutableArray<BoundStep> steps, ImmutableArray<int> lastUses)
    {
        if (program.Sequence is null)
            return new RowTail(steps.Length, []);
        int first = 0;
        for (int index = 0; index < steps.Length; index++)
        {
            if (steps[index].Step.IsTraced || LooksAtPositions(steps[index].Operation) || steps[index].Step.Inputs.Any(value => IsInput(program, value)))
                first = index + 1;
        }

        int firstIndex = first < steps.Length ? steps[first].Index : program.StepCount;
        return new RowTail(first, Crossing(program, steps.AsSpan()[..first], firstIndex, lastUses));
    }

    private static bool LooksAtPositions(IOperation operation) =>
        operation is CausalAttentionOperation or RopeOperation or EmbeddingOperation { IsByPosition: true };

    private static bool IsInput(Program program, int value) => value != Step.Absent && value < program.Inputs.Length;

    private static ImmutableArray<int> Crossing(Program program, ReadOnlySpan<BoundStep> head, int firstIndex, ImmutableArray<int> lastUses)
    {
        bool[] isOfTokens = new bool[program.ValueCount];
        var crossing = ImmutableArray.CreateBuilder<int>();
        foreach (BoundStep step in head)
        {
            bool isOwn = step.Step.Inputs.Any(value => IsInput(program, value) || (value != Step.Absent && isOfTokens[value]));
            for (int value = step.FirstOutput; isOwn && value < step.FirstOutput + step.Step.OutputCount; value++)
            {
                isOfTokens[value] = true;
                if (lastUses[value] >= firstIndex)
                    crossing.Add(value);
            }
        }

        return crossing.ToImmutable();
    }
}
