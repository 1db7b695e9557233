namespace OpenGradient.Execution.Disputes;

/// <summary><c>Unique</c>: which slices are the first of their kind, which kind each is, and then selections and counts.</summary>
internal sealed class UniqueJudge : IExpandingJudge
{
    /// <inheritdoc/>
    public bool ExpandsHeader => true;

    /// <inheritdoc/>
    public Expansion? Expand(Reading reading, JudgedStep step) => Expansion.Of(reading, step, (sketch, inputs) =>
    {
        int x = inputs[0];
        int isFirst = sketch.AddWith(step.Step.Attributes, IsFirstJudge.Operator, x);
        int ranks = sketch.AddWith(step.Step.Attributes, SliceRankJudge.Operator, x, isFirst);
        int count = sketch.Add("Shape", [isFirst]);
        int zero = sketch.Add("Sub", [count, count]);
        int places = sketch.Add("Squeeze", [sketch.Add("NonZero", [isFirst]), zero]);
        int ranksOfFirsts = sketch.Add("Gather", [ranks, places]);
        int order = sketch.AddMany("TopK", [ranksOfFirsts, sketch.Add("Shape", [ranksOfFirsts])], 2, ("largest", "0")) + 1;
        int first = sketch.Add("Gather", [places, order]);
        int y = step.Step.Attributes.TryGetValue("axis", out string? axis)
            ? sketch.Add("Gather", [x, first], ("axis", axis))
            : sketch.Add("Squeeze", [sketch.Add("Gather", [sketch.Add("Flatten", [x], ("axis", "0")), first], ("axis", "1")), zero]);
        int ones = sketch.Add("Cast", [sketch.Add("Equal", [ranks, ranks])], ("to", "i64"));
        int counts = sketch.Add("ScatterElements", [sketch.Add("Sub", [order, order]), ranks, ones], ("reduction", "add"));

        // Nothing reads an output, so a false one does not keep the party that claims it from running the rest.
        int Copy(int value) => sketch.Add("Cast", [value], ("to", "i64"));
        return [y, Copy(first), Copy(ranks), counts];
    });
}
