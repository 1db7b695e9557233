using System.Collections.Immutable;
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
        return Prepare(new PreparedModel(program, constants), sample, cancellationToken);
    }

    /// <summary>The same for a model whose nodes refusals name.</summary>
    /// <param name="model">A model of the float profile.</param>
    /// <param name="sample">Inputs of the sizes that all runs will have.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="InvalidInputException">A node has no integer form; it is named, with what would make it provable.</exception>
    public static PreparedModel Prepare(PreparedModel model, IReadOnlyList<Tensor> sample, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sample);
        RequireFloat(model.Program);
        return ModelPreparation.Create(model, sample, cancellationToken);
    }

    /// <summary>A model file unprepared: for inputs of all sizes, if every node has an integer form so.</summary>
    public static PreparedModel AsItIs(OpenedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new PreparedModel(model.Program, model.Constants) { Origins = model.Origins };
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
        return Compile(new PreparedModel(program, constants), ranges, options);
    }

    /// <summary>Compiles a prepared model, or one as it is.</summary>
    /// <param name="model">A Program of the float profile, its constants and what its steps come from.</param>
    /// <param name="ranges">What each value was seen to hold; null for values without numbers of interest.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidInputException">A step has no integer form, or a range cannot be shown to hold; the subject names the node or step.</exception>
    public static IntegerModel Compile(PreparedModel model, IReadOnlyList<ValueRange?> ranges, IntegerCompilerOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ranges);
        ArgumentNullException.ThrowIfNull(options);
        RequireFloat(model.Program);
        return new IntegerLowering(model, ranges, options).Lower();
    }

    /// <summary>Prepares, observes the samples, and compiles: for inputs of the sizes that the first sample has.</summary>
    /// <param name="program">A Program of the float profile.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="samples">Inputs of runs, all of the same sizes; at least one.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="InvalidInputException">A step has no integer form; the subject names the step.</exception>
    public static IntegerModel Compile(Program program, IConstantSource constants, IReadOnlyList<IReadOnlyList<Tensor>> samples, IntegerCompilerOptions options, CancellationToken cancellationToken) =>
        Compile(new PreparedModel(program, constants), samples, options, cancellationToken);

    /// <summary>The same for a model whose nodes refusals name.</summary>
    /// <param name="model">A model of the float profile.</param>
    /// <param name="samples">Inputs of runs, all of the same sizes; at least one.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="InvalidInputException">A node has no integer form; it is named, with what would make it provable.</exception>
    public static IntegerModel Compile(PreparedModel model, IReadOnlyList<IReadOnlyList<Tensor>> samples, IntegerCompilerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(samples);
        PreparedModel prepared = Prepare(model, samples[0], cancellationToken);
        return Compile(prepared, Observe(prepared, samples, cancellationToken), options);
    }

    /// <summary>What each value of a model holds over runs.</summary>
    /// <param name="model">A model of the float profile.</param>
    /// <param name="samples">The inputs of each run.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="InvalidInputException">A run fails; the node is named.</exception>
    public static ImmutableArray<ValueRange?> Observe(PreparedModel model, IEnumerable<IReadOnlyList<Tensor>> samples, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        try
        {
            FeatureRanges features = new(model.Program);
            var seen = ValueObserver.Observe(model.Program, model.Constants, samples.Select(features.Take), cancellationToken);
            return [.. seen.Select((value, index) => value is null ? null : new ValueRange(value.Low, value.High, value.Shape) { Features = features.Of(index) })];
        }
        catch (InvalidInputException error)
        {
            throw model.Origins.Explain(error);
        }
    }

    private static void RequireFloat(Program program)
    {
        if (program.Profile != Program.FloatProfile)
            throw new InvalidInputException(InvalidInputKind.Invalid, "model", "The model has the integer profile already.");
        if (program.Sequence is not null)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "model", "Language models have no integer form yet.");
    }
}
