using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>Finds the steps that a batch may pass slice by slice.</summary>
internal static class BatchwiseSteps
{
    /// <summary>For each step whether it works on each element by itself, and makes one value for later steps alone: nobody traces or returns that.</summary>
    public static ImmutableArray<bool> Find(Program program, ImmutableArray<BoundStep> steps, ImmutableArray<int> lastUses) =>
        [.. steps.Select(step => step.Step is { OutputCount: 1, IsTraced: false } && lastUses[step.FirstOutput] < int.MaxValue && ReadsBatches(program, step))];

    private static bool ReadsBatches(Program program, BoundStep step)
    {
        if (step.Operation is not IBatchwise operation)
            return false;
        for (int input = 0; input < step.Step.Inputs.Length; input++)
        {
            int value = step.Step.Inputs[input];
            bool isBatch = operation.BatchInputs.Contains(input);
            if (value == Step.Absent ? isBatch : IsConstant(program, value) == isBatch)
                return false;
        }

        return true;
    }

    private static bool IsConstant(Program program, int value) =>
        value >= program.Inputs.Length && value < program.Inputs.Length + program.Constants.Length;
}
