using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>A plain recurrent layer. Inputs: x [steps, batch, input], W, R, B?, h0?, lengths?; outputs: y [steps, directions, batch, hidden], h.</summary>
/// <remarks>
/// h' = tanh((x·Wᵀ + Wb) + (h·Rᵀ + Rb)). Every written operation rounds once; the products are those of <c>Linear</c>. Another activation may
/// stand for tanh.
/// </remarks>
internal sealed class RnnOperation(RecurrentWeights weights, RecurrentSettings settings) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Rnn", 3, 6, 2, Bind);

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
        Span<float> p = run.Scratch<float>(checked(steps * batch * hidden));
        Span<float> q = run.Scratch<float>(checked(batch * hidden));
        Span<float> scratch = run.Scratch<float>(hidden);
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
                    Span<float> state = states.Slice(item * hidden, hidden);
                    Kernels.Elementwise.Map(default(Add), p.Slice(((at * batch) + item) * hidden, hidden), q.Slice(item * hidden, hidden), state);
                    settings.Apply(direction, 0, state, scratch);
                    state.CopyTo(y.Floats[(((((at * weights.DirectionCount) + direction) * batch) + item) * hidden)..]);
                }
            }
        }
    }

    private static RnnOperation Bind(StepBinding binding)
    {
        var weights = RecurrentWeights.Bind(binding, gateCount: 1);
        return new RnnOperation(weights, RecurrentSettings.Read(binding, weights.DirectionCount, "tanh"));
    }
}
