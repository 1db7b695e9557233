using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Where in a run a cheat happens.</summary>
/// <param name="Record">The step.</param>
/// <param name="Leaf">The leaf of its first output, in the iterations in which it happens.</param>
/// <param name="IterationCount">How often it ran its body there, if it is a loop.</param>
internal sealed record CheatPlace(StepRecord Record, LeafName Leaf, int IterationCount)
{
    /// <summary>The first constant that the step reads, if it reads one.</summary>
    public ValueReference.Stored? Constant => Record.Inputs.OfType<ValueReference.Stored>().FirstOrDefault();

    /// <summary>The places in an honest run that fit, from the middle outwards.</summary>
    /// <exception cref="Primitives.InvalidInputException">There is none.</exception>
    public static CheatPlace[] Find(ProgramGraph graph, IReadOnlyList<LeafName> trace, Cheat cheat)
    {
        CheatPlace[] places =
        [
            .. trace.Where(static leaf => leaf.Output == 0)
                .Select(leaf => new CheatPlace(graph.Steps[leaf.Step], leaf, CountIterations(graph.Steps[leaf.Step], leaf, trace)))
                .Where(place => place.Fits(graph, cheat)),
        ];
        return places.Length > 0
            ? [.. Enumerable.Range(0, places.Length).OrderBy(index => Math.Abs(index - (places.Length / 2))).Select(index => places[index])]
            : throw CheatPlan.Error(Missing(graph, cheat));
    }

    /// <summary>Whether the constant at which a cheat happens has an element.</summary>
    public bool HasElement(long element) => element < Tensor.CountElements(Constant!.Constant.Shape);

    /// <inheritdoc/>
    public override string ToString() =>
        $"step {Leaf.Step} ({Record.Operator}){(Leaf.Iterations.IsEmpty ? "" : $" in iteration {string.Join(',', Leaf.Iterations)}")}";

    private static int CountIterations(StepRecord record, LeafName leaf, IReadOnlyList<LeafName> trace) => !record.IsLoop ? 0 : trace
        .Where(inner => inner.Step > leaf.Step && inner.Iterations.Length > leaf.Iterations.Length && inner.Iterations.AsSpan().StartsWith(leaf.Iterations.AsSpan()))
        .Where(inner => record.Next is not { } next || inner.Step < next)
        .Select(inner => inner.Iterations[leaf.Iterations.Length] + 1).DefaultIfEmpty(0).Max();

    private static string Where(Cheat cheat) => (cheat.Step is { } step ? $" {step}" : "") + (cheat.Iterations is { } iterations ? $" in iteration {iterations}" : "");

    private static string Missing(ProgramGraph graph, Cheat cheat) => cheat.Step is not null || cheat.Iterations is not null ? NoStep(graph, cheat) : cheat.Kind switch
    {
        CheatKind.Penalty => "no penalty or bias changes the logits of an answer",
        CheatKind.Mask => "no grammar holds an answer",
        CheatKind.Branch => "the run has no If",
        CheatKind.ExtraIteration or CheatKind.MissingIteration or CheatKind.LoopValue => "the run has no Loop that fits",
        _ => NoStep(graph, cheat),
    };

    private static string NoStep(ProgramGraph graph, Cheat cheat) => $"the run has no step{Where(cheat)} that fits; the Program has steps 0 to {graph.Steps.Length - 1}";

    /// <summary>The operator at which a cheat about the choice of tokens happens; null for other cheats.</summary>
    private static string? OperatorOf(CheatKind kind) => kind switch
    {
        CheatKind.Token => AnswerOperators.Choose,
        CheatKind.Penalty => AnswerOperators.AdjustLogits,
        CheatKind.Mask => AnswerOperators.TokenMask,
        CheatKind.EarlyEnd or CheatKind.LateEnd => AnswerOperators.AnswerEnd,
        _ => null,
    };

    private bool Fits(ProgramGraph graph, Cheat cheat)
    {
        if ((cheat.Step is { } step && step != Leaf.Step) || (cheat.Iterations is { } iterations && iterations != string.Join(',', Leaf.Iterations)))
            return false;
        if (OperatorOf(cheat.Kind) is { } name)
            return Record.Operator == name;
        if (AnswerOperators.Has(Record.Operator))
            return false;
        bool IsOutput() => graph.Frame.Outputs.OfType<ValueReference.Made>().Any(made => made.Step == Leaf.Step);
        return cheat.Kind switch
        {
            CheatKind.Weight or CheatKind.Constant => Constant is not null,
            CheatKind.Output => cheat.Step is not null || IsOutput(),
            CheatKind.Branch => Record.IsChoice,
            CheatKind.ExtraIteration => Record is { IsLoop: true, Bodies: [{ First: not null }] },
            CheatKind.MissingIteration => IterationCount > 0,
            CheatKind.LoopValue => IterationCount > 1 && Record.Inputs.Length > 2,
            CheatKind.MissingLeaf => !IsOutput(),
            _ => true,
        };
    }
}
