using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The weights of a recurrent layer, laid out for each direction, and the rules that LSTM and GRU share.</summary>
internal sealed class RecurrentWeights
{
    private RecurrentWeights(PackedPanels[] input, PackedPanels[] recurrent, float[][] recurrentBias, bool startsBackward)
    {
        Input = input;
        Recurrent = recurrent;
        RecurrentBias = recurrentBias;
        StartsBackward = startsBackward;
    }

    /// <summary>For each direction x ↦ x·Wᵀ + Wb.</summary>
    public PackedPanels[] Input { get; }

    /// <summary>For each direction h ↦ h·Rᵀ + Rb.</summary>
    public PackedPanels[] Recurrent { get; }

    /// <summary>For each direction Rb; empty if there is no bias: to add +0 would not be to add nothing.</summary>
    public float[][] RecurrentBias { get; }

    /// <summary>Whether the first direction runs from the last step to the first.</summary>
    public bool StartsBackward { get; }

    /// <summary>Directions: 1 or 2.</summary>
    public int DirectionCount => Input.Length;

    /// <summary>Elements of an input.</summary>
    public int InputElements => Input[0].Depth;

    /// <summary>Elements of the hidden state.</summary>
    public int HiddenElements => Recurrent[0].Depth;

    /// <summary>Reads the constants W [directions, gates·hidden, input], R [directions, gates·hidden, hidden], B? [directions, 2·gates·hidden].</summary>
    public static RecurrentWeights Bind(StepBinding binding, int gateCount)
    {
        string direction = binding.Attributes.Name("direction", "forward");
        int directions = direction == "bidirectional" ? 2 : direction is "forward" or "reverse" ? 1
            : throw binding.Attributes.Malformed("direction", direction, "forward, reverse or bidirectional");
        Value input = binding.TakeConstant(1) ?? throw binding.Error("the weights W must be a constant", Primitives.InvalidInputKind.Unsupported);
        Value recurrent = binding.TakeConstant(2) ?? throw binding.Error("the weights R must be a constant", Primitives.InvalidInputKind.Unsupported);
        Value? bias = binding.Has(3) ? binding.TakeConstant(3) ?? throw binding.Error("the bias B must be a constant", Primitives.InvalidInputKind.Unsupported) : null;
        if (!Fits(input, directions) || !Fits(recurrent, directions))
            throw binding.Error("W and R must be f32 with 3 dimensions, the first one for each direction");
        int rows = recurrent.Shape[1];
        int hidden = recurrent.Shape[2];
        bool isConsistent = (long)hidden * gateCount == rows && hidden > 0 && input.Shape[1] == rows
            && (bias is null || (bias.Type == ElementType.Float32 && bias.ElementCount == 2 * rows * directions));
        if (!isConsistent)
            throw binding.Error($"W {Interpreter.Shapes.Describe(input.Shape)}, R {Interpreter.Shapes.Describe(recurrent.Shape)} and B do not fit {gateCount} gates");
        return new RecurrentWeights(
            [.. Enumerable.Range(0, directions).Select(d => Pack(input, bias, d, first: true))],
            [.. Enumerable.Range(0, directions).Select(d => Pack(recurrent, bias, d, first: false))],
            [.. Enumerable.Range(0, directions).Select(d => bias is null ? [] : bias.Floats.Slice(((2 * d) + 1) * rows, rows).ToArray())],
            direction == "reverse");
    }

    /// <summary>Checks x [steps, batch, input] and returns (steps, batch).</summary>
    public (int StepCount, int BatchCount) RequireInput(StepRun run, Value x) => x.Rank == 3 && x.Shape[2] == InputElements
        ? (x.Shape[0], x.Shape[1])
        : throw run.Error($"the input must be [steps, batch, {InputElements}], not {Interpreter.Shapes.Describe(x.Shape)}");

    /// <summary>Fills a state [batch, hidden] of one direction from an optional input [directions, batch, hidden]; +0 without it.</summary>
    public void Start(StepRun run, int input, int direction, int batchCount, Span<float> state)
    {
        state.Clear();
        if (!run.Has(input))
            return;
        Value initial = run.Input(input, ElementType.Float32);
        if (initial.ElementCount != DirectionCount * state.Length)
            throw run.Error($"an initial state must be [{DirectionCount}, {batchCount}, {HiddenElements}], not {Interpreter.Shapes.Describe(initial.Shape)}");
        initial.Floats.Slice(direction * state.Length, state.Length).CopyTo(state);
    }

    private static bool Fits(Value weights, int directions) =>
        weights.Type == ElementType.Float32 && weights.Rank == 3 && weights.Shape[0] == directions;

    private static PackedPanels Pack(Value weights, Value? bias, int direction, bool first)
    {
        int rows = weights.Shape[1];
        int depth = weights.Shape[2];
        ReadOnlySpan<float> own = bias is null ? default : bias.Floats.Slice(((2 * direction) + (first ? 0 : 1)) * rows, rows);
        return PackedPanels.Create(weights.Floats.Slice(direction * rows * depth, rows * depth), rows, depth, own);
    }
}
