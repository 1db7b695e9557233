using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Lstm</c>, <c>Gru</c>, <c>Rnn</c>: loops over time, spelled out in products, sums and activations.</summary>
internal sealed class RecurrentJudge(RecurrentCell cell) : IExpandingJudge
{
    private static readonly WholeStepJudge Fallback = new();
    private static readonly string[] KnownActivations = ["elu", "leakyrelu", "relu", "sigmoid", "softplus", "tanh"];

    /// <inheritdoc/>
    public bool ExpandsHeader => false;

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        (int[] x, int[] recurrent) = (step.Input(0).Shape, step.Input(2).Shape);
        int[] state = [recurrent[0], x[1], recurrent[2]];
        return new ValueHeader(ElementType.Float32, Shapes.ToImmutable(output == 0 ? [x[0], .. state] : state));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element) => Fallback.Derive(step, output, element);

    /// <inheritdoc/>
    public Expansion? Expand(Reading reading, JudgedStep step)
    {
        int directionCount = step.Attributes.Name("direction", "forward") == "bidirectional" ? 2 : 1;
        string usual = string.Join(',', Enumerable.Repeat(cell.Activations, directionCount).SelectMany(static names => names));
        string[] activations = step.Attributes.Name("activations", usual).Split(',');
        int[] given = [.. Enumerable.Range(0, step.InputCount).Where(step.Has)];
        bool isKnown = step.Step.Attributes.Keys.All(cell.Settings.Contains)
            && activations.All(KnownActivations.Contains)
            && !step.Has(cell.LengthsInput) && step.Input(0).Shape[0] > 0
            && given.All(input => step.Input(input).Type == ElementType.Float32 && !reading.Inputs[input]!.Document.IsLiteral);
        if (!isKnown)
            return null;
        int[] inputs = [.. Enumerable.Range(0, step.InputCount).Select(input => Array.IndexOf(given, input))];
        Program program = new RecurrentSketch(cell, step, inputs, activations).Build();
        return new Expansion(program, [.. given.Select(input => reading.Inputs[input]!)]);
    }
}
