using System.Collections.Immutable;
using OpenGradient.Models;
using OpenGradient.Models.Quantization;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Compilation;

/// <summary>A float model compiled to integers: as it is, for inputs of every size, or prepared for those of one size.</summary>
/// <param name="Float">The float model that was compiled.</param>
/// <param name="Integers">What came of it.</param>
/// <param name="Ranges">What the values of the float model held over the samples.</param>
/// <param name="Options">How it was compiled.</param>
internal sealed record CompiledModel(PreparedModel Float, IntegerModel Integers, ImmutableArray<ValueRange?> Ranges, IntegerCompilerOptions Options)
{
    /// <summary>For inputs of the sizes that a sample has.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sample">Inputs of one run.</param>
    /// <param name="samples">Chooses the samples that decide which numbers the integers can tell apart, once the sizes are known.</param>
    /// <param name="weightBits">8 or 16.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="InvalidInputException">A node has no integer form; it is named.</exception>
    public static CompiledModel ForSizesOf(
        PreparedModel model, IReadOnlyList<Tensor> sample, Func<OpenGradient.Programs.Program, IEnumerable<IReadOnlyList<Tensor>>> samples, int weightBits, CancellationToken cancellation)
    {
        PreparedModel prepared = IntegerCompiler.Prepare(model, sample, cancellation);
        return Create(prepared, samples(prepared.Program), weightBits, cancellation);
    }

    /// <summary>For inputs of every size that the model takes, if every node has an integer form so; else for one sample at a time.</summary>
    /// <inheritdoc cref="ForSizesOf"/>
    public static CompiledModel ForManySizes(OpenedModel model, string calibration, int weightBits, CancellationToken cancellation)
    {
        PreparedModel asItIs = IntegerCompiler.AsItIs(model);
        var data = CalibrationData.Read(calibration, model.Program);
        try
        {
            return Create(asItIs, data.Runs(), weightBits, cancellation);
        }
        catch (InvalidInputException refusal) when (refusal.Kind == InvalidInputKind.Unsupported || model.Program.Steps.Any(static step => !step.Bodies.IsEmpty))
        {
            return ForSizesOf(asItIs, data.First, program => CalibrationData.Read(calibration, program).Runs(), weightBits, cancellation);
        }
    }

    /// <summary>The same with every layer as an output, to compare it with the float model.</summary>
    public IntegerModel WithLayers() => IntegerCompiler.Compile(Float, Ranges, Options with { ExposesLayers = true });

    private static CompiledModel Create(PreparedModel model, IEnumerable<IReadOnlyList<Tensor>> samples, int weightBits, CancellationToken cancellation)
    {
        ImmutableArray<ValueRange?> ranges = IntegerCompiler.Observe(model, samples, cancellation);
        IntegerCompilerOptions options = new() { WeightBits = weightBits };
        return new(model, IntegerCompiler.Compile(model, ranges, options), ranges, options);
    }
}
