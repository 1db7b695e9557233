using System.Globalization;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Puts the expansion of a recurrent step together: a loop over time for each direction.</summary>
/// <remarks>
/// There are no constants in it: zeros are what is less than itself, one is the condition of the loop, and a place counted from the end is the
/// complement of the iteration.
/// </remarks>
internal sealed class RecurrentSketch
{
    private readonly RecurrentCell _cell;
    private readonly int[] _inputs; // of the step: the value of the expansion, weights as f32
    private readonly int _directionCount;
    private readonly string[] _activations;

    public RecurrentSketch(RecurrentCell cell, JudgedStep step, ProgramSketch sketch, int[] inputs)
    {
        (_cell, Step, Sketch) = (cell, step, sketch);
        _directionCount = step.Input(1).Shape[0];
        _activations = step.Attributes.Name("activations", string.Join(',', Enumerable.Repeat(cell.Activations, _directionCount).SelectMany(static names => names))).Split(',');
        _inputs = [.. inputs.Select((value, input) => input is >= 1 and <= 3 && step.Has(input) && step.Input(input).Type != ElementType.Float32 ? sketch.Add("Cast", [value], ("to", "f32")) : value)];
        Recurrent = [.. Enumerable.Range(0, _directionCount).Select(direction => Transposed(2, direction))];
    }

    /// <summary>The step.</summary>
    public JudgedStep Step { get; }

    /// <summary>Where steps are added.</summary>
    public ProgramSketch Sketch { get; }

    /// <summary>Rᵀ of each direction.</summary>
    public int[] Recurrent { get; }

    /// <summary>The outputs of the step.</summary>
    public int[] SpellOut()
    {
        int[][] directions = [.. Enumerable.Range(0, _directionCount).Select(Direction)];
        return [.. Enumerable.Range(0, directions[0].Length).Select(output => Joined([.. directions.Select(own => own[output])], output == 0 ? 1 : 0))];
    }

    /// <summary>Half of the bias of a direction; null if there is none.</summary>
    public int? Bias(int direction, bool second) =>
        Step.Has(3) ? Sketch.Part(Sketch.Part(_inputs[3], 0, _directionCount, direction), 1, 2, second ? 1 : 0) : null;

    /// <summary>The weights from a state to a gate; null if there are none.</summary>
    public int? Peephole(int direction, int place) =>
        Step.Has(7) ? Sketch.Part(Sketch.Part(_inputs[7], 0, _directionCount, direction), 1, 3, place) : null;

    /// <summary>An activation with its usual numbers, and the numbers that the step states in their place.</summary>
    public (RecurrentActivation Usual, string? Alpha, string? Beta) Activation(int direction, int place)
    {
        int at = (direction * _cell.Activations.Length) + place;
        string? Stated(string name) => Step.Attributes.Name(name, "").Split(',') is var numbers && at < numbers.Length && numbers[at].Length > 0 ? numbers[at] : null;
        RecurrentActivation usual = RecurrentActivation.Find(_activations[at]) ?? throw Step.Error($"there is no activation {_activations[at]}");
        return (usual, Stated("activation_alpha"), Stated("activation_beta"));
    }

    /// <summary>y, then the last states of a direction.</summary>
    private int[] Direction(int direction)
    {
        bool isBackward = direction == 1 || Step.Attributes.Name("direction", "forward") == "reverse";
        int gates = Sketch.Add("MatMul", [_inputs[0], Transposed(1, direction)]);
        if (Bias(direction, second: false) is { } bias)
            gates = Sketch.Add("Add", [gates, bias]);
        int count = Sketch.Add("Shape", [_inputs[0]], ("start", "0"), ("end", "1"));
        int none = Sketch.Add("Sub", [count, count]);
        int[] states = [.. _cell.StateInputs.Select(input => Step.Has(input) ? Sketch.Part(_inputs[input], 0, _directionCount, direction) : Zeros(gates))];
        RaggedTime? ragged = Step.Has(_cell.LengthsInput) ? new RaggedTime(Sketch, gates, Zeros(gates), _inputs[_cell.LengthsInput], _cell.GateCount, isBackward) : null;
        int[] Body(int first)
        {
            int time = isBackward ? Sketch.Add("BitwiseNot", [first]) : first;
            int input = ragged?.Input(time) ?? Sketch.Add("Gather", [gates, Sketch.Add("Add", [time, none])]);
            int[] before = [.. states.Select((_, state) => first + 2 + state)];
            int[] next = _cell.Advance(new RecurrentStep(this, direction, input, before, first + 1));
            return ragged?.Outputs(first, time, before, next) ?? [.. next, next[0], time];
        }

        int loop = Sketch.Loop(count, states, states.Length + 2, Body);
        int sequence = loop + states.Length;
        int y = isBackward ? ragged?.Ordered(sequence) ?? Sketch.Add("Gather", [sequence, sequence + 1]) : sequence;
        return [y, .. states.Select((_, state) => loop + state)];
    }

    /// <summary>W or R of a direction, [inputs, gates · hidden].</summary>
    private int Transposed(int input, int direction)
    {
        int own = Sketch.Part(_inputs[input], 0, _directionCount, direction);
        return Sketch.Add("Transpose", [Sketch.Add("Flatten", [own], ("axis", "2"))]);
    }

    /// <summary>+0 in the shape of a state.</summary>
    private int Zeros(int gates)
    {
        int places = Sketch.Add("ArgMax", [gates], ("axis", "0"));
        return Sketch.Part(Sketch.Add("Cast", [Sketch.Add("Less", [places, places])], ("to", "f32")), 2, _cell.GateCount, 0);
    }

    private int Joined(int[] values, int axis) =>
        values.Length == 1 ? values[0] : Sketch.Add("Concat", values, ("axis", axis.ToString(CultureInfo.InvariantCulture)));
}
