using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter.Fusion;

/// <summary>The steps of a Program while some of them are being joined.</summary>
/// <remarks>
/// What lies between joined steps is then never there, so nobody else may read, trace or return it; a run that records everything carries out the
/// steps one by one. What is joined is carried out where the last of the steps was: all its operands are there by then.
/// </remarks>
internal sealed class StepJoiner
{
    private readonly BoundStep?[] _steps; // null: joined with a later one
    private readonly Dictionary<int, (int Place, int Input)> _readers = []; // value that one step alone reads, once, to the place of that step and which of its inputs it is
    private readonly Dictionary<int, int> _makers = []; // value to the place of the step whose first output it is

    public StepJoiner(Program program, ImmutableArray<BoundStep> steps)
    {
        _steps = [.. steps];
        int[] readCounts = new int[program.ValueCount];
        foreach (BoundStep step in steps)
            CountReads(step, readCounts);
        foreach (ProgramOutput output in program.Outputs)
            readCounts[output.Value] += 2;
        for (int place = 0; place < steps.Length; place++)
        {
            ImmutableArray<int> inputs = steps[place].Step.Inputs;
            _makers[steps[place].FirstOutput] = place;
            for (int input = 0; input < inputs.Length; input++)
            {
                if (inputs[input] != Step.Absent && readCounts[inputs[input]] == 1)
                    _readers[inputs[input]] = (place, input);
            }
        }
    }

    /// <summary>How many places there are.</summary>
    public int Count => _steps.Length;

    /// <summary>The step at a place as the Program has it; null if it was joined with others: what it does is not what its name says any more.</summary>
    public BoundStep? Single(int place) => _steps[place] is { } step && step.TraceIndex == step.Index ? step : null;

    /// <summary>The place of the step that alone reads what the step at <paramref name="place"/> makes, as such an input; null if they may not be joined.</summary>
    public int? Reader(int place, int input = 0) =>
        _steps[place] is { Step: { OutputCount: 1, IsTraced: false }, FirstOutput: int made } && _readers.TryGetValue(made, out (int Place, int Input) reader)
        && reader.Input == input ? reader.Place : null;

    /// <summary>The place of the step that makes a value for one step alone, which reads it once; null if they may not be joined.</summary>
    public int? Maker(int value) => _makers.TryGetValue(value, out int place) && _readers.ContainsKey(value) && _steps[place] is { Step: { OutputCount: 1, IsTraced: false } } ? place : null;

    /// <summary>Joins the steps at these places, each of which makes what a later one reads.</summary>
    /// <param name="places">At least two.</param>
    /// <param name="operation">What they come to.</param>
    /// <param name="inputs">What it reads.</param>
    public void Join(IReadOnlyList<int> places, IOperation operation, ImmutableArray<int> inputs)
    {
        BoundStep first = _steps[places[0]]!;
        BoundStep last = _steps[places[^1]]!;
        foreach (int place in places)
            _steps[place] = null;
        _steps[places[^1]] = first with
        {
            Step = first.Step with { Inputs = inputs, IsTraced = last.Step.IsTraced },
            FirstOutput = last.FirstOutput,
            TraceIndex = last.TraceIndex,
            Operation = operation,
        };
    }

    /// <summary>What is left.</summary>
    public ImmutableArray<BoundStep> ToImmutable() => [.. _steps.OfType<BoundStep>()];

    private static void CountReads(BoundStep step, int[] readCounts)
    {
        foreach (int input in step.Step.Inputs)
        {
            if (input != Step.Absent)
                readCounts[input]++;
        }

        foreach (BoundBody body in step.Bodies)
        {
            foreach (BoundStep inner in body.Steps)
                CountReads(inner, readCounts);
            foreach (int output in body.Body.Outputs)
                readCounts[output] += 2;
        }
    }
}
