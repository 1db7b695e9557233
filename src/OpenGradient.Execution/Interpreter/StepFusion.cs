using System.Collections.Immutable;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>Joins a product or convolution with the function that alone reads it: one pass over memory less, and the same bits.</summary>
/// <remarks>
/// The value between the two is then never there, so it must be traced by nobody and no output; a run that records everything carries
/// out the steps one by one: <see cref="BoundStep.Fused"/>.
/// </remarks>
internal static class StepFusion
{
    /// <summary>The steps, those that can be joined in pairs given their joined forms.</summary>
    public static ImmutableArray<BoundStep> Apply(Program program, ImmutableArray<BoundStep> steps, ConstantTable constants)
    {
        int[] readCounts = new int[program.ValueCount];
        foreach (BoundStep step in steps)
            Count(step, readCounts);
        foreach (ProgramOutput output in program.Outputs)
            readCounts[output.Value] += 2;
        var makers = new Dictionary<int, int>(); // value to place in the list
        ImmutableArray<BoundStep>.Builder fused = steps.ToBuilder();
        for (int place = 0; place < steps.Length; place++)
        {
            BoundStep step = steps[place];
            if (step.Operation is IFusable or IRequantizable && step.Step is { OutputCount: 1, IsTraced: false } && readCounts[step.FirstOutput] == 1)
                makers[step.FirstOutput] = place;
            if (makers.TryGetValue(step.Step.Inputs.FirstOrDefault(Step.Absent), out int maker) && Join(steps[maker].Operation, step.Operation) is { } joined)
            {
                fused[maker] = steps[maker] with { Fused = joined };
                fused[place] = step with { Fused = PassOperation.Instance };
            }
        }

        FixedFusion.Apply(fused, readCounts, constants);
        return fused.ToImmutable();
    }

    private static IOperation? Join(IOperation maker, IOperation reader) => (maker, reader) switch
    {
        (IFusable fusable, IEpilogueSource source) => fusable.Fuse(source.Epilogue),
        (IRequantizable product, RequantizeOperation requantize) => product.Requantize(requantize),
        _ => null,
    };

    private static void Count(BoundStep step, int[] readCounts)
    {
        foreach (int input in step.Step.Inputs)
        {
            if (input != Step.Absent)
                readCounts[input]++;
        }

        foreach (BoundBody body in step.Bodies)
        {
            foreach (BoundStep inner in body.Steps)
                Count(inner, readCounts);
            foreach (int output in body.Body.Outputs)
                readCounts[output] += 2;
        }
    }
}
