using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>The derivation of an element of a step behind a language model, with what it reads at hand.</summary>
internal static class ChoiceDerivation
{
    public static Derivation Of(Step step, long element, params Tensor[] inputs)
    {
        ImmutableArray<ValueReference?> references = [.. inputs.Select(static (_, index) => new ValueReference.Given(index))];
        var record = new StepRecord(0, step.Operator, step.Attributes, references, 1, IsTraced: false, null, null, []);
        var view = new ProgramView(_ => record, name => ValueHeader.Of(inputs[name.Index]), new ByteReader(name => inputs[name.Index].Bytes));
        Reading whole = Reading.Of(new LeafName(0, 0, []), view, new Succession(view), null, null);
        ValueHeader header = whole.Judge.Infer(new JudgedStep(whole, view), 0);
        var reading = Reading.Of(new LeafName(0, 0, []), view, new Succession(view), null, (element, header));
        return reading.Derive(new JudgedStep(reading, view), 0, element);
    }
}
