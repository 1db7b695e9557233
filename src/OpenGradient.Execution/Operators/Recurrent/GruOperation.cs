using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>A gated recurrent unit. Inputs: x [steps, batch, input], W, R, B?, h0?; outputs: y [steps, directions, batch, hidden], h.</summary>
/// <remarks>
/// Gates in the order z, r, n. With p = x·Wᵀ + Wb and q = h·Rᵀ + Rb: z = σ(p_z + q_z), r = σ(p_r + q_r), and
/// <c>linear_before_reset</c> 1: n = tanh(p_n + (r·q_n)); 0: n = tanh(p_n + ((r·h)·R_nᵀ + Rb_n)). h' = ((1 - z)·n) + (z·h).
/// Every written operation rounds once; the products are those of <c>Linear</c>.
/// </remarks>
internal sealed class GruOperation(RecurrentWeights weights, PackedPanels[]? candidate) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Gru", 3, 5, 2, Bind);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        (int steps, int batch) = weights.RequireInput(run, x);
        int hidden = weights.HiddenElements;
        Value y = run.Output(0, ElementType.Float32, steps, weights.DirectionCount, batch, hidden);
        Value h = run.Output(1, ElementType.Float32, weights.DirectionCount, batch, hidden);
        Span<float> p = run.Scratch<float>(checked(steps * batch * 3 * hidden));
        Span<float> q = run.Scratch<float>(checked(batch * 3 * hidden));
        Span<float> row = run.Scratch<float>(hidden);
        for (int direction = 0; direction < weights.DirectionCount; direction++)
        {
            Span<float> state = h.Floats.Slice(direction * batch * hidden, batch * hidden);
            weights.Start(run, 4, direction, batch, state);
            Products.Linear(x.Floats, steps * batch, weights.Input[direction], p, run.Workers);
            bool isBackward = weights.StartsBackward || direction == 1;
            for (int step = 0; step < steps; step++)
            {
                int at = isBackward ? steps - 1 - step : step;
                Products.Linear(state, batch, weights.Recurrent[direction], q, run.Workers);
                for (int item = 0; item < batch; item++)
                {
                    Span<float> inputs = p.Slice(((at * batch) + item) * 3 * hidden, 3 * hidden);
                    Advance(direction, inputs, q.Slice(item * 3 * hidden, 3 * hidden), state.Slice(item * hidden, hidden), row);
                }

                state.CopyTo(y.Floats[(((at * weights.DirectionCount) + direction) * batch * hidden)..]);
            }
        }
    }

    private void Advance(int direction, Span<float> p, Span<float> q, Span<float> h, Span<float> row)
    {
        int hidden = weights.HiddenElements;
        Span<float> update = p[..hidden];
        Span<float> reset = p.Slice(hidden, hidden);
        Span<float> next = p[(2 * hidden)..];
        Elementwise.Map(default(Add), p[..(2 * hidden)], q[..(2 * hidden)], p[..(2 * hidden)]);
        Elementwise.Map(default(Sigmoid), p[..(2 * hidden)], p);
        if (candidate is null)
        {
            Elementwise.Map(default(Mul), reset, q[(2 * hidden)..], row);
        }
        else
        {
            Elementwise.Map(default(Mul), reset, h, q[..hidden]);
            Products.Linear(q[..hidden], 1, candidate[direction], row);
        }

        Elementwise.Map(default(Add), next, row, next);
        Elementwise.Map(default(Tanh), next, next);
        Elementwise.Map(default(Mul), update, h, h);
        float one = 1f;
        Elementwise.Map(default(Sub), new ReadOnlySpan<float>(in one), update, update);
        Elementwise.Map(default(Mul), update, next, update);
        Elementwise.Map(default(Add), update, h, h);
    }

    private static GruOperation Bind(StepBinding binding)
    {
        bool isLinearFirst = binding.Attributes.Flag("linear_before_reset", false);
        Value? recurrent = isLinearFirst ? null : binding.TakeConstant(2);
        var weights = RecurrentWeights.Bind(binding, gateCount: 3);
        return new GruOperation(weights, recurrent is null ? null : [.. Enumerable.Range(0, weights.DirectionCount).Select(d => Candidate(weights, recurrent, d))]);
    }

    /// <summary>The rows of R and Rb that belong to n.</summary>
    private static PackedPanels Candidate(RecurrentWeights weights, Value recurrent, int direction)
    {
        int hidden = weights.HiddenElements;
        ReadOnlySpan<float> rows = recurrent.Floats.Slice(((3 * direction) + 2) * hidden * hidden, hidden * hidden);
        return PackedPanels.Create(rows, hidden, hidden, weights.RecurrentBias[direction].AsSpan(2 * hidden));
    }
}
