using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution;

/// <summary>Runs a Program over sample inputs and notes what each of its values holds.</summary>
public static class ValueObserver
{
    /// <summary>What every <c>f32</c> or <c>f64</c> value held over all runs; null for constants and values of other types.</summary>
    /// <param name="program">A Program without bodies.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="samples">The inputs of each run, in Program order.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public static ImmutableArray<ObservedValue?> Observe(
        Program program, IConstantSource constants, IEnumerable<IReadOnlyList<Tensor>> samples, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(samples);
        int firstResult = program.Inputs.Length + program.Constants.Length;
        var observed = new ObservedValue?[program.ValueCount];
        Executable? executable = firstResult < program.ValueCount ? Executable.Load(Exposed(program, firstResult), constants) : null;
        foreach (IReadOnlyList<Tensor> inputs in samples)
        {
            RunResult? result = executable?.Run(inputs, cancellationToken);
            for (int input = 0; input < inputs.Count; input++)
                observed[input] = Merge(observed[input], inputs[input]);
            for (int value = firstResult; value < program.ValueCount; value++)
                observed[value] = Merge(observed[value], result!.Outputs[value - firstResult]);
        }

        return [.. observed];
    }

    /// <summary>The same Program with every result of every step as an output.</summary>
    private static Program Exposed(Program program, int firstResult) => program with
    {
        Outputs = [.. Enumerable.Range(firstResult, program.ValueCount - firstResult).Select(static value => new ProgramOutput($"value {value}", value))],
    };

    private static ObservedValue? Merge(ObservedValue? known, Tensor tensor)
    {
        if (tensor.Type is not (ElementType.Float32 or ElementType.Float64))
            return null;
        double low = known?.Low ?? double.PositiveInfinity;
        double high = known?.High ?? double.NegativeInfinity;
        foreach (double element in tensor.Type == ElementType.Float32 ? Array.ConvertAll(tensor.As<float>().ToArray(), static element => (double)element) : tensor.As<double>().ToArray())
        {
            if (!double.IsFinite(element))
                continue;
            low = Math.Min(low, element);
            high = Math.Max(high, element);
        }

        return new ObservedValue(low, high, tensor.Shape);
    }
}
