using System.Collections.Immutable;
using OpenGradient.Cli.Compilation;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Models.Quantization;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Proving;

/// <summary>A model in the integer profile: as it is in its file, or compiled to it with what samples show.</summary>
/// <param name="Program">Of the integer profile.</param>
/// <param name="Constants">Its constants.</param>
/// <param name="IsCompiled">Whether it was compiled here, from a float model.</param>
internal sealed record IntegerForm(OpenGradient.Programs.Program Program, IConstantSource Constants, bool IsCompiled)
{
    /// <summary>Compiles, unless the model is of the integer profile already: for inputs of these sizes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Those of the run.</param>
    /// <param name="calibration">A file of samples, which decide which numbers the integers can tell apart; null to take the inputs themselves.</param>
    /// <param name="weightBits">8 or 16.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="Primitives.InvalidInputException">A step has no integer form; it is named.</exception>
    public static IntegerForm Of(OpenedModel model, IReadOnlyList<Tensor> inputs, string? calibration, int weightBits, CancellationToken cancellation)
    {
        if (model.Program.Profile == OpenGradient.Programs.Program.IntegerProfile)
            return new(model.Program, model.Constants, IsCompiled: false);
        PreparedModel prepared = IntegerCompiler.Prepare(model.Program, model.Constants, inputs, cancellation);
        IEnumerable<IReadOnlyList<Tensor>> samples = calibration is null ? [inputs] : CalibrationData.Read(calibration, prepared.Program).Runs();
        ImmutableArray<ValueRange?> ranges =
            [.. ValueObserver.Observe(prepared.Program, prepared.Constants, samples, cancellation).Select(static value => value is null ? null : new ValueRange(value.Low, value.High, value.Shape))];
        IntegerModel compiled = IntegerCompiler.Compile(prepared.Program, prepared.Constants, ranges, new IntegerCompilerOptions { WeightBits = weightBits });
        return new(compiled.Program, compiled.Constants, IsCompiled: true);
    }
}
