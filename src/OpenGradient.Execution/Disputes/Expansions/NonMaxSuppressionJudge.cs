namespace OpenGradient.Execution.Disputes;

/// <summary><c>NonMaxSuppression</c>: the order of the scores, which boxes are kept in that order, and from there to rows.</summary>
internal sealed class NonMaxSuppressionJudge : IExpandingJudge
{
    /// <inheritdoc/>
    public bool ExpandsHeader => true;

    /// <inheritdoc/>
    public Expansion? Expand(Reading reading, JudgedStep step) => Expansion.Of(reading, step, (sketch, inputs) =>
    {
        int scores = inputs[1];
        int order = sketch.AddMany("TopK", [scores, sketch.Add("Shape", [scores], ("start", "2"))], 2) + 1;
        int isKept = sketch.AddWith(step.Step.Attributes, KeepBoxesJudge.Operator, [inputs[0], scores, order, .. inputs[2..]]);
        int kept = sketch.Add("NonZero", [isKept]);
        int boxes = sketch.Add("Flatten", [sketch.Add("GatherND", [order, sketch.Add("Transpose", [kept])])], ("axis", "0"));
        int image = sketch.Part(kept, 0, 3, 0);
        int rows = sketch.Add("Concat", [image, sketch.Part(kept, 0, 3, 1), boxes], ("axis", "0"));
        return [sketch.Add("Transpose", [rows])];
    });
}
