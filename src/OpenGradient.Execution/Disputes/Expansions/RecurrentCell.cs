namespace OpenGradient.Execution.Disputes;

/// <summary>What differs between the recurrent operators: how one step of time comes about.</summary>
/// <param name="GateCount">Gates side by side in the weights.</param>
/// <param name="LengthsInput">The input with the lengths of the sequences.</param>
/// <param name="StateInputs">The inputs with the states at the start: h, then others.</param>
/// <param name="Activations">The usual activations.</param>
/// <param name="Advance">Adds the steps from gates and states to the next states.</param>
internal sealed record RecurrentCell(
    int GateCount, int LengthsInput, int[] StateInputs, string[] Activations, Func<RecurrentStep, int[]> Advance)
{
    /// <summary><c>Lstm</c>.</summary>
    public static RecurrentCell Lstm { get; } = new(4, 6, [4, 5], ["sigmoid", "tanh", "tanh"], static step =>
    {
        int z = step.Sketch.Add("Add", [step.Input, step.Recurrent]);
        int cell = step.States[1];
        int Gate(int place) => step.Sketch.Part(z, 2, 4, place);
        int Peeped(int gate, int place, int state) => step.Peephole(place) is { } own ? step.Sketch.Add("Add", [gate, step.Sketch.Add("Mul", [own, state])]) : gate;
        int input = step.Activate(0, Peeped(Gate(0), 0, cell));
        int forget = step.IsCoupled ? step.Sketch.Add("Sub", [step.One, input]) : step.Activate(0, Peeped(Gate(2), 2, cell));
        int kept = step.Sketch.Add("Mul", [forget, cell]);
        int next = step.Sketch.Add("Add", [kept, step.Sketch.Add("Mul", [input, step.Activate(1, Gate(3))])]);
        int output = step.Activate(0, Peeped(Gate(1), 1, next));
        return [step.Sketch.Add("Mul", [output, step.Activate(2, next)]), next];
    });

    /// <summary><c>Gru</c>.</summary>
    public static RecurrentCell Gru { get; } = new(3, 5, [4], ["sigmoid", "tanh"], static step =>
    {
        int Sum(int place) => step.Sketch.Add("Add", [step.Sketch.Part(step.Input, 2, 3, place), step.Sketch.Part(step.Recurrent, 2, 3, place)]);
        int h = step.States[0];
        int update = step.Activate(0, Sum(0));
        int reset = step.Activate(0, Sum(1));
        int past = step.IsLinearFirst
            ? step.Sketch.Add("Mul", [reset, step.Sketch.Part(step.Recurrent, 2, 3, 2)])
            : step.Sketch.Part(step.Product(step.Sketch.Add("Mul", [reset, h])), 2, 3, 2);
        int candidate = step.Activate(1, step.Sketch.Add("Add", [step.Sketch.Part(step.Input, 2, 3, 2), past]));
        int fresh = step.Sketch.Add("Mul", [step.Sketch.Add("Sub", [step.One, update]), candidate]);
        return [step.Sketch.Add("Add", [fresh, step.Sketch.Add("Mul", [update, h])])];
    });

    /// <summary><c>Rnn</c>.</summary>
    public static RecurrentCell Rnn { get; } = new(1, 5, [4], ["tanh"], static step =>
        [step.Activate(0, step.Sketch.Add("Add", [step.Input, step.Recurrent]))]);
}
