namespace OpenGradient.Execution.Disputes;

/// <summary>What lengths of sequences add to a loop over time: sequences that have ended keep their states, and begin backwards at their own last step.</summary>
internal sealed class RaggedTime
{
    private readonly ProgramSketch _sketch;
    private readonly int _gates;
    private readonly int _zeros; // f32, in the shape of a state
    private readonly int _lengths; // i64[batch, 1]
    private readonly bool _isBackward;
    private readonly int _noGates; // backwards: i64 0 in the shape of a step of the gates
    private readonly int _noState; // backwards: i64 0 in the shape of a state

    /// <param name="sketch">Where steps are added.</param>
    /// <param name="gates">The gates' share of the input at all steps.</param>
    /// <param name="zeros">+0 in the shape of a state.</param>
    /// <param name="lengths">The lengths as they are given.</param>
    /// <param name="gateCount">How many gates.</param>
    /// <param name="isBackward">Whether sequences begin at the end.</param>
    public RaggedTime(ProgramSketch sketch, int gates, int zeros, int lengths, int gateCount, bool isBackward)
    {
        (_sketch, _gates, _zeros, _isBackward) = (sketch, gates, zeros, isBackward);
        _lengths = sketch.Add("Transpose", [sketch.Add("Flatten", [sketch.Add("Cast", [lengths], ("to", "i64"))], ("axis", "0"))]);
        if (!isBackward)
            return;
        int places = sketch.Add("ArgMax", [gates], ("axis", "0"));
        _noGates = sketch.Add("Sub", [places, places]);
        _noState = sketch.Part(_noGates, 2, gateCount, 0);
    }

    /// <summary>The gates' share at a step, of each sequence its own; null if all sequences take the same.</summary>
    public int? Input(int time) => _isBackward ? _sketch.Add("GatherElements", [_gates, At(time, _noGates)], ("axis", "0")) : null;

    /// <summary>What the body gives: states, y at this step, and backwards which step each element of y is.</summary>
    public int[] Outputs(int iteration, int time, int[] before, int[] next)
    {
        int running = _sketch.Add("Less", [iteration, _lengths]);
        int Chosen(int value, int otherwise) => _sketch.Add("Where", [running, value, otherwise]);
        return [.. next.Select((state, place) => Chosen(state, before[place])), Chosen(next[0], _zeros), _isBackward ? At(time, _noState) : time];
    }

    /// <summary>y in the order of time; beyond the end of a sequence stands what its iterations after the last gave, which is 0.</summary>
    public int Ordered(int sequence) => _sketch.Add("GatherElements", [sequence, sequence + 1], ("axis", "0"));

    private int At(int time, int zeros) => _sketch.Add("Add", [_sketch.Add("Add", [_lengths, time]), zeros]);
}
