using System.Collections.Immutable;
using OpenGradient.Cli.Files;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Proving;

/// <summary>The inputs of one run, from a file in one of the forms that people have them in.</summary>
/// <remarks>
/// <code>
/// {"input_data": [[…], …]}             one list for each input, flat or nested; with "input_shapes" or without
/// {"x": […], "y": […]}                 the same by name; also within "input_data"
/// […]                                  the only input
/// {"inputs": [{"name": …}, …]}         a request of the Open Inference Protocol
/// .npz, .npy                           arrays by name, or the only one
/// test_data_set_0, input_0.pb          tensors as ONNX tests have them, by number
/// </code>
/// A size that the model leaves open is taken from the nesting of the lists, or from how many numbers there are.
/// </remarks>
internal static class InputFile
{
    /// <exception cref="InvalidInputException">The file has another form, or is not about this model's inputs.</exception>
    public static async Task<ImmutableArray<Tensor>> ReadAsync(string path, OpenGradient.Programs.Program program, CancellationToken cancellation)
    {
        if (ArrayInputs.IsArray(path))
            return ArrayInputs.Read(path, program);
        byte[] json = await UserFile.ReadAsync(path, cancellation).ConfigureAwait(false);
        return JsonInputs.Read(UserFile.NameOf(path), json, program);
    }

    /// <summary>The inputs of a model, as a sentence names them.</summary>
    public static string Describe(OpenGradient.Programs.Program program) =>
        program.Inputs.IsEmpty ? "no input" : string.Join(", ", program.Inputs.Select(Describe));

    /// <summary>An input of a model, as a sentence names it.</summary>
    public static string Describe(ProgramInput input) => $"'{input.Name}' {input.Type.CanonicalName()}[{string.Join(',', input.Shape)}]";
}
