using OpenGradient.Execution.Disputes;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>The derivation of a token, with the logits at hand.</summary>
internal static class ChoiceDerivation
{
    public static Derivation Of(Step step, Tensor logits, long element)
    {
        var record = new StepRecord(0, step.Operator, step.Attributes, [new ValueReference.Given(0)], 1, IsTraced: false, null, null, []);
        var view = new ProgramView(_ => record, _ => ValueHeader.Of(logits), new ByteReader(_ => logits.Bytes));
        ValueHeader tokens = TokenChoice.Of(step).Header(logits.Type, logits.Shape);
        var reading = Reading.Of(new LeafName(0, 0, []), view, new Succession(view), null, (element, tokens));
        return reading.Derive(new JudgedStep(reading, view), 0, element);
    }
}
