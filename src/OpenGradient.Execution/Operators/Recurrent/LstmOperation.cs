using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>A long short-term memory. Inputs: x [steps, batch, input], W, R, B?, h0?, c0?; outputs: y [steps, directions, batch, hidden], h, c.</summary>
/// <remarks>
/// Gates in the order i, o, f, g. z = (x·Wᵀ + Wb) + (h·Rᵀ + Rb); c' = (σ(f)·c) + (σ(i)·tanh(g)); h' = σ(o)·tanh(c'). Every written
/// operation rounds once; the products are those of <c>Linear</c>.
/// </remarks>
internal sealed class LstmOperation(RecurrentWeights weights) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("Lstm", 3, 6, 3, static binding => new LstmOperation(RecurrentWeights.Bind(binding, gateCount: 4)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        (int steps, int batch) = weights.RequireInput(run, x);
        int hidden = weights.HiddenElements;
        Value y = run.Output(0, ElementType.Float32, steps, weights.DirectionCount, batch, hidden);
        Value h = run.Output(1, ElementType.Float32, weights.DirectionCount, batch, hidden);
        Value c = run.Output(2, ElementType.Float32, weights.DirectionCount, batch, hidden);
        Span<float> z = run.Scratch<float>(checked(steps * batch * 4 * hidden));
        Span<float> recurrent = run.Scratch<float>(checked(batch * 4 * hidden));
        for (int direction = 0; direction < weights.DirectionCount; direction++)
        {
            Span<float> hiddenState = h.Floats.Slice(direction * batch * hidden, batch * hidden);
            Span<float> cellState = c.Floats.Slice(direction * batch * hidden, batch * hidden);
            weights.Start(run, 4, direction, batch, hiddenState);
            weights.Start(run, 5, direction, batch, cellState);
            Products.Linear(x.Floats, steps * batch, weights.Input[direction], z, run.Workers);
            bool isBackward = weights.StartsBackward || direction == 1;
            for (int step = 0; step < steps; step++)
            {
                int at = isBackward ? steps - 1 - step : step;
                Products.Linear(hiddenState, batch, weights.Recurrent[direction], recurrent, run.Workers);
                Advance(z.Slice(at * batch * 4 * hidden, batch * 4 * hidden), recurrent, hiddenState, cellState);
                hiddenState.CopyTo(y.Floats[(((at * weights.DirectionCount) + direction) * batch * hidden)..]);
            }
        }
    }

    private void Advance(Span<float> z, ReadOnlySpan<float> recurrent, Span<float> h, Span<float> c)
    {
        int hidden = weights.HiddenElements;
        Elementwise.Map(default(Add), z, recurrent, z);
        for (int row = 0; row < h.Length / hidden; row++)
        {
            Span<float> gates = z.Slice(row * 4 * hidden, 4 * hidden);
            Span<float> input = gates[..hidden];
            Span<float> output = gates.Slice(hidden, hidden);
            Span<float> forget = gates.Slice(2 * hidden, hidden);
            Span<float> candidate = gates[(3 * hidden)..];
            Span<float> cell = c.Slice(row * hidden, hidden);
            Elementwise.Map(default(Sigmoid), gates[..(3 * hidden)], gates);
            Elementwise.Map(default(Tanh), candidate, candidate);
            Elementwise.Map(default(Mul), forget, cell, forget);
            Elementwise.Map(default(Mul), input, candidate, input);
            Elementwise.Map(default(Add), forget, input, cell);
            Elementwise.Map(default(Tanh), cell, candidate);
            Elementwise.Map(default(Mul), output, candidate, h.Slice(row * hidden, hidden));
        }
    }
}
