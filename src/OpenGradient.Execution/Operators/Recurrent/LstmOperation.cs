using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>
/// A long short-term memory. Inputs: x [steps, batch, input], W, R, B?, h0?, c0?, lengths?, P?; outputs: y [steps, directions, batch, hidden], h, c.
/// </summary>
/// <remarks>
/// Gates in the order i, o, f, g. z = (x·Wᵀ + Wb) + (h·Rᵀ + Rb); with P z_i = z_i + (P_i·c) and z_f likewise. f = σ(z_f), or 1 - σ(z_i) if the gates are
/// coupled; c' = (f·c) + (σ(z_i)·tanh(z_g)); with P z_o = z_o + (P_o·c'); h' = σ(z_o)·tanh(c'). Every written operation rounds once; the
/// products are those of <c>Linear</c>. Other activations may stand for σ, tanh and tanh.
/// </remarks>
internal sealed class LstmOperation(RecurrentWeights weights, RecurrentSettings settings, bool isCoupled) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Lstm", 3, 8, 3, Bind);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        (int steps, int batch) = weights.RequireInput(run, x);
        int hidden = weights.HiddenElements;
        var order = RecurrentSteps.Read(run, 6, steps, batch);
        ReadOnlySpan<float> peepholes = Peepholes(run, hidden);
        Value y = run.Output(0, ElementType.Float32, steps, weights.DirectionCount, batch, hidden);
        if (order.IsRagged)
            y.Bytes.Clear();
        Value h = run.Output(1, ElementType.Float32, weights.DirectionCount, batch, hidden);
        Value c = run.Output(2, ElementType.Float32, weights.DirectionCount, batch, hidden);
        Span<float> z = run.Scratch<float>(checked(steps * batch * 4 * hidden));
        Span<float> recurrent = run.Scratch<float>(checked(batch * 4 * hidden));
        Span<float> scratch = run.Scratch<float>(checked(2 * hidden));
        for (int direction = 0; direction < weights.DirectionCount; direction++)
        {
            Span<float> hiddenState = h.Floats.Slice(direction * batch * hidden, batch * hidden);
            Span<float> cellState = c.Floats.Slice(direction * batch * hidden, batch * hidden);
            weights.Start(run, 4, direction, batch, hiddenState);
            weights.Start(run, 5, direction, batch, cellState);
            Products.Linear(x.Floats, steps * batch, weights.Input[direction], z);
            ReadOnlySpan<float> own = peepholes.IsEmpty ? default : peepholes.Slice(3 * direction * hidden, 3 * hidden);
            bool isBackward = weights.StartsBackward || direction == 1;
            for (int step = 0; step < steps && !run.Workers.IsCancelled; step++)
            {
                Products.Linear(hiddenState, batch, weights.Recurrent[direction], recurrent);
                for (int item = 0; item < batch; item++)
                {
                    int at = order.At(item, step, isBackward);
                    if (at < 0)
                        continue;
                    Span<float> gates = z.Slice(((at * batch) + item) * 4 * hidden, 4 * hidden);
                    Span<float> state = hiddenState.Slice(item * hidden, hidden);
                    Kernels.Elementwise.Map(default(Add), gates, recurrent.Slice(item * 4 * hidden, 4 * hidden), gates);
                    Advance(direction, gates, state, cellState.Slice(item * hidden, hidden), own, scratch);
                    state.CopyTo(y.Floats[(((((at * weights.DirectionCount) + direction) * batch) + item) * hidden)..]);
                }
            }
        }
    }

    private void Advance(int direction, Span<float> gates, Span<float> h, Span<float> cell, ReadOnlySpan<float> peepholes, Span<float> scratch)
    {
        int hidden = cell.Length;
        Span<float> input = gates[..hidden];
        Span<float> output = gates.Slice(hidden, hidden);
        Span<float> forget = gates.Slice(2 * hidden, hidden);
        Span<float> candidate = gates[(3 * hidden)..];
        Span<float> row = scratch[..hidden];
        AddPeephole(input, peepholes, 0, cell, row);
        AddPeephole(forget, peepholes, 2, cell, row);
        settings.Apply(direction, 0, input, row);
        if (isCoupled)
        {
            float one = 1f;
            Kernels.Elementwise.Map(default(Sub), new ReadOnlySpan<float>(in one), input, forget);
        }
        else
        {
            settings.Apply(direction, 0, forget, row);
        }

        settings.Apply(direction, 1, candidate, row);
        Kernels.Elementwise.Map(default(Mul), forget, cell, forget);
        Kernels.Elementwise.Map(default(Mul), input, candidate, input);
        Kernels.Elementwise.Map(default(Add), forget, input, cell);
        AddPeephole(output, peepholes, 1, cell, row);
        settings.Apply(direction, 0, output, row);
        cell.CopyTo(candidate);
        settings.Apply(direction, 2, candidate, row);
        Kernels.Elementwise.Map(default(Mul), output, candidate, h);
    }

    private static void AddPeephole(Span<float> gate, ReadOnlySpan<float> peepholes, int place, ReadOnlySpan<float> cell, Span<float> row)
    {
        if (peepholes.IsEmpty)
            return;
        Kernels.Elementwise.Map(default(Mul), peepholes.Slice(place * cell.Length, cell.Length), cell, row);
        Kernels.Elementwise.Map(default(Add), gate, row, gate);
    }

    /// <summary>P [directions, 3·hidden] in the order i, o, f; empty if it is not given.</summary>
    private ReadOnlySpan<float> Peepholes(StepRun run, int hidden)
    {
        if (!run.Has(7))
            return default;
        Value peepholes = run.Input(7, ElementType.Float32);
        return peepholes.ElementCount == 3L * weights.DirectionCount * hidden
            ? peepholes.Floats
            : throw run.Error($"P must be [{weights.DirectionCount}, {3L * hidden}], not {Interpreter.Shapes.Describe(peepholes.Shape)}");
    }

    private static LstmOperation Bind(StepBinding binding)
    {
        var weights = RecurrentWeights.Bind(binding, gateCount: 4);
        return new LstmOperation(
            weights, RecurrentSettings.Read(binding, weights.DirectionCount, "sigmoid", "tanh", "tanh"), binding.Attributes.Flag("input_forget", false));
    }
}
