using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter.Buffers;

/// <summary>What a step worked out from its inputs' types and shapes, and for which inputs.</summary>
/// <remarks>A value object serves again only with the same type and shape, so equal objects are equal shapes.</remarks>
internal sealed class StepMemory
{
    private readonly Value?[] _inputs;

    public StepMemory(object plan, Step step, Value?[] values)
    {
        Plan = plan;
        _inputs = [.. step.Inputs.Select(input => input == Step.Absent ? null : values[input])];
    }

    /// <summary>What was worked out.</summary>
    public object Plan { get; }

    /// <summary>Whether the inputs are those.</summary>
    public bool Fits(Step step, Value?[] values)
    {
        // A step that is carried out alone reads other values than one that is joined.
        if (step.Inputs.Length != _inputs.Length)
            return false;
        for (int index = 0; index < _inputs.Length; index++)
        {
            if (step.Inputs[index] != Step.Absent && !ReferenceEquals(_inputs[index], values[step.Inputs[index]]))
                return false;
        }

        return true;
    }
}
