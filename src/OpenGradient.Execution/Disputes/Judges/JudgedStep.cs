using OpenGradient.Execution.Interpreter;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The disputed step as its judge sees it.</summary>
internal sealed class JudgedStep
{
    private readonly JudgedInput?[] _inputs;
    private readonly ValueHeader? _outputHeader;
    private readonly JudgedInput? _own;
    private readonly long _element;

    /// <param name="reading">The step and what it reads.</param>
    /// <param name="program">Where that is to be had.</param>
    public JudgedStep(Reading reading, ProgramView program)
    {
        Record = reading.Record;
        Step = reading.Record.ToStep();
        Attributes = new StepAttributes(Record.Index, Step);
        _outputHeader = reading.Header;
        _inputs = [.. reading.Inputs.Select(input => input is null ? null : program.Open(input))];
        if (reading.Own is { } own)
            (_own, _element) = (program.OpenOwn(own.Document, reading.Header!), own.Element);
    }

    /// <summary>The step's record.</summary>
    public StepRecord Record { get; }

    /// <summary>The step, reading inputs 0, 1, 2, ….</summary>
    public Step Step { get; }

    /// <summary>The settings.</summary>
    public StepAttributes Attributes { get; }

    /// <summary>Type and shape of the output of which an element is asked for: both parties say the same.</summary>
    public ValueHeader OutputHeader => _outputHeader ?? throw Error("the output has no type and shape yet");

    /// <summary>An element of the output itself that comes before the one that is asked for: both parties say the same of it.</summary>
    public ulong Earlier(long at) => at >= 0 && at < _element ? _own!.Bits(at) : throw Error($"element {at} does not come before element {_element}");

    /// <summary>How many inputs the step names, absent ones included.</summary>
    public int InputCount => _inputs.Length;

    /// <summary>Whether an input is given.</summary>
    public bool Has(int index) => index < _inputs.Length && _inputs[index] is not null;

    /// <summary>An input, which must be given.</summary>
    public JudgedInput Input(int index) => Has(index) ? _inputs[index]! : throw Error($"input {index} is missing");

    /// <summary>The numbers of a short list of integers.</summary>
    public long[] Integers(int index)
    {
        JudgedInput list = Input(index);
        return list.Count <= 4096 ? [.. Enumerable.Range(0, list.Count).Select(i => list.Integer(i))] : throw Error($"input {index} is not a short list");
    }

    /// <summary>An axis counted from the front.</summary>
    public int Axis(long axis, int rank) => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : throw Error($"axis {axis} is out of range");

    /// <summary>An error of this step; a step that cannot run has no trace, so both claims are void.</summary>
    public InvalidInputException Error(string what) => StepErrors.Create(Record.Index, Step, what);
}
