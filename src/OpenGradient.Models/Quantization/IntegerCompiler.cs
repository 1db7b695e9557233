using OpenGradient.Execution;
using OpenGradient.Models.Quantization.Preparation;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <summary>From a float Program to one of the integer profile: spec/exec-1, section "Integer profile".</summary>
/// <remarks>
/// Weights become 8-bit integers with a scale for each output (16-bit ones on request), activations 16-bit integers with one scale,
/// sums exact 64-bit integers. Scales come from calibration; an input outside what was seen is kept within it, not wrapped. Interval
/// arithmetic over the whole Program shows that no sum or product can leave 63 bits, whatever the input: else the model is refused.
/// </remarks>
public static class IntegerCompiler
{
    /// <summary>The model with the sizes of a sample, in the few kinds of steps that have an integer form: more models compile so, for inputs of these sizes.</summary>
    /// <param name="program">A Program of the float profile.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="sample">Inputs of the sizes that all runs will have.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="InvalidInputException">A step has no integer form; the subject names the step.</exception>
    public static PreparedModel Prepare(Program program, IConstantSource constants, IReadOnlyList<Tensor> sample, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(constants);
        ArgumentNullException.ThrowIfNull(sample);
        RequireFloat(program);
        return ModelPreparation.Create(program, constants, sample, cancellationToken);
    }

    /// <summary>Compiles.</summary>
    /// <param name="program">A Program of the float profile.</param>
    /// <param name="constants">Its constants; read during this call only.</param>
    /// <param name="ranges">What each value was seen to hold; null for values without numbers of interest.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidInputException">A step has no integer form, or a range cannot be shown to hold; the subject names the step.</exception>
    public static IntegerModel Compile(Program program, IConstantSource constants, IReadOnlyList<ValueRange?> ranges, IntegerCompilerOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(constants);
        ArgumentNullException.ThrowIfNull(ranges);
        ArgumentNullException.ThrowIfNull(options);
        RequireFloat(program);
        return new IntegerLowering(program, constants, ranges, options).Lower();
    }

    /// <summary>Prepares, observes the samples, and compiles: for inputs of the sizes that the first sample has.</summary>
    /// <param name="program">A Program of the float profile.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="samples">Inputs of runs, all of the same sizes; at least one.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="InvalidInputException">A step has no integer form; the subject names the step.</exception>
    public static IntegerModel Compile(Program program, IConstantSource constants, IReadOnlyList<IReadOnlyList<Tensor>> samples, IntegerCompilerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(samples);
        PreparedModel prepared = Prepare(program, constants, samples[0], cancellationToken);
        var observed = ValueObserver.Observe(prepared.Program, prepared.Constants, samples, cancellationToken);
        return Compile(prepared.Program, prepared.Constants, [.. observed.Select(static value => value is null ? null : new ValueRange(value.Low, value.High, value.Shape))], options);
    }

    private static void RequireFloat(Program program)
    {
        if (program.Profile != Program.FloatProfile)
            throw new InvalidInputException(InvalidInputKind.Invalid, "model", "The model has the integer profile already.");
        if (program.Sequence is not null)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "model", "Language models have no integer form yet.");
    }
}
