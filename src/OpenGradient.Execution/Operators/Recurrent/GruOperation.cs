using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>A gated recurrent unit. Inputs: x [steps, batch, input], W, R, B?, h0?, lengths?; outputs: y [steps, directions, batch, hidden], h.</summary>
/// <remarks>
/// Gates in the order z, r, n. With p = x·Wᵀ + Wb and q = h·Rᵀ + Rb: z = σ(p_z + q_z), r = σ(p_r + q_r), and
/// <c>linear_before_reset</c> 1: n = tanh(p_n + (r·q_n)); 0: n = tanh(p_n + ((r·h)·R_nᵀ + Rb_n)). h' = ((1 - z)·n) + (z·h).
/// Every written operation rounds once; the products are those of <c>Linear</c>. Other activations may stand for σ and tanh.
/// </remarks>
internal sealed class GruOperation(RecurrentWeights weights, RecurrentSettings settings, PackedPanels[]? candidate) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Gru", 3, 6, 2, Bind);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        (int steps, int batch) = weights.RequireInput(run, x);
        int hidden = weights.HiddenElements;
        var order = RecurrentSteps.Read(run, 5, steps, batch);
        Value y = run.Output(0, ElementType.Float32, steps, weights.DirectionCount, batch, hidden);
        if (order.IsRagged)
            y.Bytes.Clear();
        Value h = run.Output(1, ElementType.Float32, weights.DirectionCount, batch, hidden);
        Span<float> p = run.Scratch<float>(checked(steps * batch * 3 * hidden));
        Span<float> q = run.Scratch<float>(checked(batch * 3 * hidden));
        Span<float> scratch = run.Scratch<float>(checked(3 * hidden));
        for (int direction = 0; direction < weights.DirectionCount; direction++)
        {
            Span<float> states = h.Floats.Slice(direction * batch * hidden, batch * hidden);
            weights.Start(run, 4, direction, batch, states);
            Products.Linear(x.Floats, steps * batch, weights.Input[direction], p);
            bool isBackward = weights.StartsBackward || direction == 1;
            for (int step = 0; step < steps && !run.Workers.IsCancelled; step++)
            {
                Products.Linear(states, batch, weights.Recurrent[direction], q);
                for (int item = 0; item < batch; item++)
                {
                    int at = order.At(item, step, isBackward);
                    if (at < 0)
                        continue;
                    Span<float> inputs = p.Slice(((at * batch) + item) * 3 * hidden, 3 * hidden);
                    Span<float> state = states.Slice(item * hidden, hidden);
                    Advance(direction, inputs, q.Slice(item * 3 * hidden, 3 * hidden), state, scratch);
                    state.CopyTo(y.Floats[(((((at * weights.DirectionCount) + direction) * batch) + item) * hidden)..]);
                }
            }
        }
    }

    private void Advance(int direction, Span<float> p, Span<float> q, Span<float> h, Span<float> scratch)
    {
        int hidden = weights.HiddenElements;
        Span<float> update = p[..hidden];
        Span<float> reset = p.Slice(hidden, hidden);
        Span<float> next = p[(2 * hidden)..];
        Span<float> row = scratch[..hidden];
        Kernels.Elementwise.Map(default(Add), p[..(2 * hidden)], q[..(2 * hidden)], p[..(2 * hidden)]);
        settings.Apply(direction, 0, p[..(2 * hidden)], scratch);
        if (candidate is null)
        {
            Kernels.Elementwise.Map(default(Mul), reset, q[(2 * hidden)..], row);
        }
        else
        {
            Kernels.Elementwise.Map(default(Mul), reset, h, q[..hidden]);
            Products.Linear(q[..hidden], 1, candidate[direction], row);
        }

        Kernels.Elementwise.Map(default(Add), next, row, next);
        settings.Apply(direction, 1, next, scratch);
        Kernels.Elementwise.Map(default(Mul), update, h, h);
        float one = 1f;
        Kernels.Elementwise.Map(default(Sub), new ReadOnlySpan<float>(in one), update, update);
        Kernels.Elementwise.Map(default(Mul), update, next, update);
        Kernels.Elementwise.Map(default(Add), update, h, h);
    }

    private static GruOperation Bind(StepBinding binding)
    {
        bool isLinearFirst = binding.Attributes.Flag("linear_before_reset", false);
        Value? recurrent = isLinearFirst ? null : binding.TakeConstant(2);
        var weights = RecurrentWeights.Bind(binding, gateCount: 3);
        return new GruOperation(
            weights,
            RecurrentSettings.Read(binding, weights.DirectionCount, "sigmoid", "tanh"),
            recurrent is null ? null : [.. Enumerable.Range(0, weights.DirectionCount).Select(d => Candidate(weights, recurrent, d))]);
    }

    /// <summary>The rows of R and Rb that belong to n.</summary>
    private static PackedPanels Candidate(RecurrentWeights weights, Value recurrent, int direction)
    {
        int hidden = weights.HiddenElements;
        ReadOnlySpan<float> rows = recurrent.Floats.Slice(((3 * direction) + 2) * hidden * hidden, hidden * hidden);
        ReadOnlySpan<float> bias = weights.RecurrentBias[direction];
        return PackedPanels.Create(rows, hidden, hidden, bias.IsEmpty ? bias : bias[(2 * hidden)..]);
    }
}
