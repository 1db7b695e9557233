using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Lstm</c>, <c>Gru</c>, <c>Rnn</c>: loops over time, spelled out in products, sums and activations.</summary>
internal sealed class RecurrentJudge(RecurrentCell cell) : IExpandingJudge
{
    /// <inheritdoc/>
    public bool ExpandsHeader => false;

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        (int[] x, int[] recurrent) = (step.Input(0).Shape, step.Input(2).Shape);
        int[] state = [recurrent[0], x[1], recurrent[2]];
        return new ValueHeader(ElementType.Float32, Shapes.ToImmutable(output == 0 ? [x[0], .. state] : state));
    }

    /// <summary>Without steps of time the last states are the first.</summary>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        int state = cell.StateInputs[output - 1];
        return new Derivation(() => step.Has(state) ? step.Input(state).Bits(element) : 0);
    }

    /// <inheritdoc/>
    public Expansion? Expand(Reading reading, JudgedStep step) =>
        step.Input(0).Shape[0] == 0 ? null : Expansion.Of(reading, step, (sketch, inputs) => new RecurrentSketch(cell, step, sketch, inputs).SpellOut());
}
