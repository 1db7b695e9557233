using System.Collections.Immutable;
using OpenGradient.Cli.Compilation;
using OpenGradient.Models;
using OpenGradient.Models.Quantization;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Proving;

/// <summary>A model in the integer profile: as it is in its file, or compiled to it with what samples show.</summary>
/// <param name="Integers">The model of the integer profile.</param>
/// <param name="Inputs">Those of the run, as it takes them.</param>
/// <param name="Compiled">How it came from a float model; null if it is in the file.</param>
internal sealed record IntegerForm(IntegerModel Integers, ImmutableArray<Tensor> Inputs, CompiledModel? Compiled)
{
    /// <summary>Compiles, unless the model is of the integer profile already: for inputs of these sizes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Those of the run.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="InvalidInputException">A node has no integer form; it is named.</exception>
    public static IntegerForm Of(OpenedModel model, ImmutableArray<Tensor> inputs, IntegerFormOptions options, CancellationToken cancellation)
    {
        if (model.Program.Profile == OpenGradient.Programs.Program.IntegerProfile)
        {
            return options.Constants.IsEmpty
                ? new(new IntegerModel(model.Program, model.Constants, []), inputs, Compiled: null)
                : throw new InvalidInputException(InvalidInputKind.Invalid, "--constant", "The model has the integer profile already, and keeps its inputs.");
        }

        Dictionary<string, Tensor> constants = model.Program.Inputs.Zip(inputs).Where(pair => options.Constants.Contains(pair.First.Name)).ToDictionary(static pair => pair.First.Name, static pair => pair.Second);
        if (options.Constants.FirstOrDefault(name => !constants.ContainsKey(name)) is { } unknown)
            throw new InvalidInputException(InvalidInputKind.Invalid, "--constant", $"The model has no input '{unknown}'; it takes {InputFile.Describe(model.Program)}.");
        ImmutableArray<Tensor> open = [.. model.Program.Inputs.Zip(inputs).Where(pair => !constants.ContainsKey(pair.First.Name)).Select(static pair => pair.Second)];
        PreparedModel given = FixedInputs.Fix(IntegerCompiler.AsItIs(model), constants);
        var compiled = CompiledModel.ForSizesOf(
            given, open, program => options.Calibration is { } file ? CalibrationData.Read(file, program).Runs() : [open], options.WeightBits, cancellation);
        return new(compiled.Integers, compiled.Integers.Accept(open), compiled);
    }

    /// <summary>What <paramref name="act"/> makes of the integer model; a step that it refuses is named by its node.</summary>
    public T Explained<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (InvalidInputException refusal)
        {
            throw Integers.Origins.Explain(refusal);
        }
    }
}
