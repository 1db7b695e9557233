using System.Collections.Immutable;

namespace OpenGradient.Models.Compilation;

/// <summary>Leaves out the steps that nothing needs, inside bodies too.</summary>
internal static class NeededSteps
{
    /// <summary>The steps that <paramref name="outputs"/> depend on, in order.</summary>
    public static ImmutableArray<DraftStep> Of(IReadOnlyList<DraftStep> steps, IEnumerable<DraftValue> outputs)
    {
        var needed = new HashSet<DraftStep>(ReferenceEqualityComparer.Instance);
        Need(outputs, needed);
        return Keep(steps, needed);
    }

    /// <summary>From the last step to the first: what a step reads was made before it, or before the step that holds it.</summary>
    private static ImmutableArray<DraftStep> Keep(IReadOnlyList<DraftStep> steps, HashSet<DraftStep> needed)
    {
        var kept = new List<DraftStep>();
        for (int index = steps.Count - 1; index >= 0; index--)
        {
            DraftStep step = steps[index];
            if (!needed.Contains(step))
                continue;
            Need(step.Inputs.OfType<DraftValue>(), needed);
            step.Bodies = [.. step.Bodies.Select(body => Trim(body, needed))];
            kept.Add(step);
        }

        kept.Reverse();
        return [.. kept];
    }

    private static DraftBody Trim(DraftBody body, HashSet<DraftStep> needed)
    {
        Need(body.Outputs, needed);
        return body with { Steps = Keep(body.Steps, needed) };
    }

    private static void Need(IEnumerable<DraftValue> values, HashSet<DraftStep> needed) =>
        needed.UnionWith(values.Select(static value => value.Step).OfType<DraftStep>());
}
