using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>AnswerEnd</c>: stop strings are looked for in the text, a token in each term; whether any token may come; how long the text is; then what ends the answer.</summary>
internal sealed class AnswerEndJudge : IDisputeOperator
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(ElementType.UInt8, Interpreter.Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step) =>
        AnswerEnd.Of(step.Step).Run(step.Input(0).ReadTensor(), step.Has(1) ? TokenPieces.Of(step.Input(1).ReadTensor(), step.Input(2).ReadTensor()) : null, step.Has(3) ? step.Input(3).ReadTensor() : null);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        var end = AnswerEnd.Of(step.Step);
        JudgedInput answer = step.Input(0);
        var phases = new List<Phase>();
        if (!end.Stops.IsEmpty)
            phases.Add(Stops(new StopScanner(end.Stops), answer, Pieces(step), element + 1));
        if (end.Allowance is not null)
            phases.AddRange([Any(step.Input(3), element + 1), TokenTextJudge.Size(answer, Pieces(step), element + 1)]);
        return new Derivation([.. phases], results =>
        {
            bool hasStopped = !end.Stops.IsEmpty && results[0] != 0;
            bool canGoOn = end.Allowance is null || results[^2] != 0;
            return (ulong)end.Code(element, (int)answer.Integer(element), hasStopped, canGoOn, () => JudgedPieces.Read(step.Input(4), 0, (long)results[^1]));
        });
    }

    private static JudgedPieces Pieces(JudgedStep step) => new(step.Input(1), step.Input(2));

    private static Phase Stops(StopScanner scanner, JudgedInput answer, JudgedPieces pieces, long tokenCount) => new(
        tokenCount,
        scanner.Initial,
        (index, _, lanes) =>
        {
            foreach (byte value in pieces.Read(answer.Integer(index)))
                scanner.Take(value, lanes);
        },
        static lanes => lanes[0]);

    private static Phase Any(JudgedInput allowed, long row)
    {
        long vocabulary = allowed.Shape[1];
        return Phase.Words(vocabulary, 0, (token, _, any) => any | allowed.Bits((row * vocabulary) + token));
    }
}
