using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Models.Compilation;

/// <summary>Which steps a Program traces: those that make its outputs, and cut points between them as far as hashing stays cheap.</summary>
/// <remarks>
/// Costs are estimates in picoseconds, in whole numbers, so that the same model gives the same Program everywhere. The budget for cut
/// points is a two-hundredth of the work. Again and again the longest stretch of work without a cut point is cut by the cheapest
/// step in its middle half; a stretch that has none that still fits the budget is left alone.
/// </remarks>
internal static class TraceSelection
{
    /// <summary>The Program with its traced steps marked; nothing else changes.</summary>
    public static Program Apply(Program program, IConstantSource constants)
    {
        long[]?[] shapes = ShapeEstimate.Of(program, constants);
        bool[] isTraced = OutputMakers(program);
        var costs = new StepCost[program.Steps.Length];
        int next = program.Inputs.Length + program.Constants.Length;
        long position = 0;
        for (int index = 0; index < costs.Length; index++)
        {
            Step step = program.Steps[index];
            next += Numbering.BodyValueCount(step);
            position = Math.Min(position + StepCost.Work(step, shapes, next), StepCost.WorkLimit);
            costs[index] = new StepCost(position, StepCost.Hash(step, shapes[next]));
            next += step.OutputCount;
        }

        AddCutPoints(costs, isTraced, position / WorkPerHash);
        return program with { Steps = [.. program.Steps.Select((step, index) => step with { IsTraced = isTraced[index], Bodies = Untraced(step.Bodies) })] };
    }

    /// <summary>How often a body runs is not known; what comes out of it is a matter of the step that holds it.</summary>
    private static ImmutableArray<Body> Untraced(ImmutableArray<Body> bodies) =>
        [.. bodies.Select(static body => body with { Steps = [.. body.Steps.Select(static step => step with { IsTraced = false, Bodies = Untraced(step.Bodies) })] })];

    /// <summary>The steps that make the outputs.</summary>
    private static bool[] OutputMakers(Program program)
    {
        var makers = new int[program.ValueCount];
        Array.Fill(makers, -1);
        int next = program.Inputs.Length + program.Constants.Length;
        for (int index = 0; index < program.Steps.Length; index++)
        {
            next += Numbering.BodyValueCount(program.Steps[index]);
            makers.AsSpan(next, program.Steps[index].OutputCount).Fill(index);
            next += program.Steps[index].OutputCount;
        }

        bool[] isTraced = new bool[program.Steps.Length];
        foreach (ProgramOutput output in program.Outputs)
        {
            if (makers[output.Value] >= 0)
                isTraced[makers[output.Value]] = true;
        }

        return isTraced;
    }

    private static void AddCutPoints(StepCost[] costs, bool[] isTraced, long budget)
    {
        var stretches = new PriorityQueue<(int First, int End), (long, int)>();
        Enqueue(stretches, costs, 0, costs.Length);
        while (stretches.TryDequeue(out (int First, int End) stretch, out _))
        {
            int cut = Cheapest(costs, isTraced, stretch.First, stretch.End);
            if (cut < 0 || costs[cut].HashPicoseconds > budget)
                continue;
            budget -= costs[cut].HashPicoseconds;
            isTraced[cut] = true;
            Enqueue(stretches, costs, stretch.First, cut + 1);
            Enqueue(stretches, costs, cut + 1, stretch.End);
        }
    }

    /// <summary>Longest first; among equals the earliest.</summary>
    private static void Enqueue(PriorityQueue<(int First, int End), (long Work, int First)> stretches, StepCost[] costs, int first, int end)
    {
        if (first < end)
            stretches.Enqueue((first, end), (Start(costs, first) - costs[end - 1].EndPicoseconds, first));
    }

    /// <summary>The cheapest step to trace that ends in the middle half of the stretch; -1 if there is none.</summary>
    private static int Cheapest(StepCost[] costs, bool[] isTraced, int first, int end)
    {
        long start = Start(costs, first);
        long quarter = (costs[end - 1].EndPicoseconds - start) / 4;
        int cheapest = -1;
        for (int index = first; index < end; index++)
        {
            long at = costs[index].EndPicoseconds - start;
            if (at >= quarter && at <= 3 * quarter && !isTraced[index] && costs[index].HashPicoseconds < long.MaxValue
                && (cheapest < 0 || costs[index].HashPicoseconds < costs[cheapest].HashPicoseconds))
                cheapest = index;
        }

        return cheapest;
    }

    private static long Start(StepCost[] costs, int first) => first == 0 ? 0 : costs[first - 1].EndPicoseconds;

    private const long WorkPerHash = 200;
}
