using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Triangular filters over the bins of a spectrum, equally spaced in mel. Inputs: filters, transform length, sample rate, lowest, highest hertz.</summary>
internal sealed class MelWeightsOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("MelWeights", 5, 5, 1, static _ => new MelWeightsOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        int filters = Count(run, 0);
        int length = Count(run, 1);
        int rate = Count(run, 2);
        Value low = run.Input(3, ElementType.Float32);
        Value high = run.Input(4, ElementType.Float32);
        if (rate == 0 || low.ElementCount != 1 || high.ElementCount != 1 || !IsFrequency(low.Floats[0]) || !IsFrequency(high.Floats[0]))
            throw run.Error("the sample rate must be positive, and both frequencies one number from 0 to 10^9");
        Value y = run.Output(0, ElementType.Float32, (length / 2) + 1, filters);
        MelFilters.Fill(length, rate, low.Floats[0], high.Floats[0], filters, y.Floats);
    }

    private static bool IsFrequency(float hertz) => hertz is >= 0f and <= 1e9f;

    private static int Count(StepRun run, int input) => run.Integers(input) is [long one] ? run.Dimension(one) : throw run.Error($"input {input} must be one number");
}
