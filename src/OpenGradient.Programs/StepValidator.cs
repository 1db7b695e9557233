using System.Collections.Immutable;

namespace OpenGradient.Programs;

/// <summary>Whether the steps of a Program, and those of their bodies, read only what is there.</summary>
/// <remarks>
/// A value can be read if its number was given before and it does not lie in a body that has ended. So the ended bodies are kept as
/// ranges of numbers, ascending and apart; a number is looked up among them by bisection.
/// </remarks>
internal sealed class StepValidator
{
    private readonly List<(int First, int End)> _ended = []; // values of bodies that have ended
    private int _nextValue;
    private int _stepCount;

    /// <summary>Null if the steps are well-formed and the outputs can be read after the last; otherwise one sentence about the first fault.</summary>
    public static string? Check(Program program)
    {
        var validator = new StepValidator { _nextValue = program.Inputs.Length + program.Constants.Length };
        if (validator.CheckSteps(program.Steps, depth: 0) is { } problem)
            return problem;
        foreach (ProgramOutput output in program.Outputs)
        {
            if (!validator.IsReadable(output.Value))
                return $"Output '{output.Name}' names value {output.Value}; there is none of this number, or it lies in a body.";
        }

        return null;
    }

    private string? CheckSteps(ImmutableArray<Step> steps, int depth)
    {
        foreach (Step step in steps)
        {
            int index = _stepCount++;
            if (_stepCount > ProgramValidator.MaxListLength)
                return $"The Program has more than {ProgramValidator.MaxListLength} steps.";
            if ((CheckStep(step, index) ?? CheckBodies(step, index, depth) ?? AddOutputs(step, index)) is { } problem)
                return problem;
        }

        return null;
    }

    private string? CheckStep(Step step, int index)
    {
        if (step.Operator.Length == 0)
            return $"Step {index} has no operator.";
        if (step.Inputs.IsDefault || step.Inputs.Length > ProgramValidator.MaxListLength || !step.Inputs.All(input => input == Step.Absent || IsReadable(input)))
            return Problem(step, index, "reads a value that no earlier step makes");
        return step.Bodies.IsDefault || step.Bodies.Length > MaxBodies ? Problem(step, index, $"holds more than {MaxBodies} bodies") : null;
    }

    private string? CheckBodies(Step step, int index, int depth)
    {
        if (!step.Bodies.IsEmpty && depth == ProgramValidator.MaxBodyDepth)
            return Problem(step, index, $"holds a body inside {ProgramValidator.MaxBodyDepth} others, which is the limit");
        foreach (Body body in step.Bodies)
        {
            int first = _nextValue;
            if (body.InputCount is < 0 or > ProgramValidator.MaxListLength || !TryAdd(body.InputCount))
                return Problem(step, index, $"has a body that cannot take {body.InputCount} inputs");
            if (body.Steps.IsDefault || body.Outputs.IsDefault || body.Outputs.Length > ProgramValidator.MaxListLength)
                return Problem(step, index, "has a body without a list, or with one that is too long");
            if (CheckSteps(body.Steps, depth + 1) is { } problem)
                return problem;
            if (!body.Outputs.All(IsReadable))
                return Problem(step, index, "has a body that gives a value that it cannot read");
            End(first);
        }

        return null;
    }

    /// <summary>Inner ranges lie in this one and are forgotten: the list stays ascending.</summary>
    private void End(int first)
    {
        while (_ended.Count > 0 && _ended[^1].First >= first)
            _ended.RemoveAt(_ended.Count - 1);
        if (_nextValue > first)
            _ended.Add((first, _nextValue));
    }

    private string? AddOutputs(Step step, int index) => step.OutputCount is < 1 or > ProgramValidator.MaxListLength || !TryAdd(step.OutputCount)
        ? Problem(step, index, $"cannot make {step.OutputCount} outputs")
        : null;

    private bool TryAdd(int count)
    {
        if (_nextValue > int.MaxValue - count)
            return false;
        _nextValue += count;
        return true;
    }

    private bool IsReadable(int value)
    {
        if (value < 0 || value >= _nextValue)
            return false;
        int low = 0;
        int high = _ended.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_ended[middle].End <= value)
                low = middle + 1;
            else
                high = middle;
        }

        return low == _ended.Count || value < _ended[low].First;
    }

    private static string Problem(Step step, int index, string what) => $"Step {index} ({step.Operator}) {what}.";

    private const int MaxBodies = 2;
}
