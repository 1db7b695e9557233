using OpenGradient.Primitives;

namespace OpenGradient.Execution.Interpreter;

/// <content>What control flow asks for: handing values into bodies, running them, taking values out.</content>
internal sealed partial class StepRun
{
    /// <summary>Runs body <paramref name="index"/>; <paramref name="iteration"/> is null unless the body is a loop's.</summary>
    public void RunBody(int index, int? iteration = null)
    {
        _bodyDepth++;
        bool isWithinLimit = runBody(_step.Bodies[index], iteration);
        _bodyDepth--;
        if (!isWithinLimit)
            throw Error("its bodies would run more often than the limit of the run allows", InvalidInputKind.TooLarge);
    }

    /// <summary>A new run begins, however the last one ended.</summary>
    public void EndBodies() => _bodyDepth = 0;

    /// <summary>Makes <paramref name="value"/> an input of a body; the body becomes one more holder of its buffer.</summary>
    public void Give(int body, int input, Value value)
    {
        Hold(value);
        values[_step.Bodies[body].FirstValue + input] = value;
    }

    /// <summary>An output of a body that has run; valid until <see cref="EndBody"/>.</summary>
    public Value BodyOutput(int body, int output) => values[_step.Bodies[body].Body.Outputs[output]]!;

    /// <summary>An output of a body that has run; valid until the step ends.</summary>
    public Value KeepBodyOutput(int body, int output)
    {
        Value value = BodyOutput(body, output);
        if (value.Buffer is not null)
        {
            Hold(value);
            _scratch.Add(value.Buffer);
        }

        return value;
    }

    /// <summary>Forgets all values of a body but puts its outputs <paramref name="firstOutput"/>… where its inputs <paramref name="firstInput"/>… are.</summary>
    /// <remarks>Nothing here throws: a run that fails finds every buffer in the table of values.</remarks>
    public void NextIteration(int body, int firstOutput, int firstInput, int count)
    {
        var next = new Value[count];
        for (int index = 0; index < count; index++)
        {
            next[index] = BodyOutput(body, firstOutput + index);
            Hold(next[index]);
        }

        EndBody(body);
        next.CopyTo(values.AsSpan(_step.Bodies[body].FirstValue + firstInput));
    }

    /// <summary>An input of a body, as <see cref="Give"/> or <see cref="NextIteration"/> put it there.</summary>
    public Value BodyInput(int body, int input) => values[_step.Bodies[body].FirstValue + input]!;

    /// <summary>Forgets all values of a body.</summary>
    public void EndBody(int body)
    {
        for (int index = _step.Bodies[body].FirstValue; index < _step.Bodies[body].EndValue; index++)
        {
            if (values[index]?.Buffer is { } buffer)
                pool.Release(buffer);
            values[index] = null;
        }
    }

    private static void Hold(Value value)
    {
        if (value.Buffer is not null)
            value.Buffer.HolderCount++;
    }
}
