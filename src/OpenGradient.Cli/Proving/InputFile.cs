using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Cli.Files;
using OpenGradient.Gateway;
using OpenGradient.Models.Arrays;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Proving;

/// <summary>The inputs of one run, from a file in one of the forms that people have them in.</summary>
/// <remarks>
/// <code>
/// {"input_data": [[…], …]}             one list for each input, flat or nested; with "input_shapes" or without
/// {"inputs": [{"name": …}, …]}         a request of the Open Inference Protocol
/// .npz                                 one array for each input, by its name
/// </code>
/// A size that the model leaves open is taken from the nesting of the lists, or from how many numbers there are.
/// </remarks>
internal static class InputFile
{
    /// <exception cref="InvalidInputException">The file has another form, or is not about this model's inputs.</exception>
    public static async Task<ImmutableArray<Tensor>> ReadAsync(string path, OpenGradient.Programs.Program program, CancellationToken cancellation)
    {
        if (path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
            return FromArrays(path, program);
        byte[] json = await UserFile.ReadAsync(path, cancellation).ConfigureAwait(false);
        return Read(UserFile.NameOf(path), json, program);
    }

    private static ImmutableArray<Tensor> Read(string name, byte[] json, OpenGradient.Programs.Program program)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("inputs", out _))
                return [.. TensorRequest.Read(json, program)];
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("input_data", out JsonElement data) && data.ValueKind == JsonValueKind.Array)
                return FromLists(name, document.RootElement, data, program);
        }
        catch (JsonException error)
        {
            throw new InvalidInputException(InvalidInputKind.Malformed, name, $"this is not JSON: it stops making sense in line {error.LineNumber + 1}, at byte {error.BytePositionInLine + 1}.", error);
        }

        throw new InvalidInputException(InvalidInputKind.Invalid, name, "these are no inputs: a JSON file of them is {\"input_data\": [[…], …]} or a request {\"inputs\": […]}.");
    }

    private static ImmutableArray<Tensor> FromLists(string name, JsonElement root, JsonElement data, OpenGradient.Programs.Program program)
    {
        JsonElement[] lists = [.. data.EnumerateArray()];
        if (lists.Length != program.Inputs.Length)
            throw new InvalidInputException(InvalidInputKind.Invalid, name, $"\"input_data\" has {lists.Length} lists; the model has {program.Inputs.Length} inputs: {Describe(program)}.");
        JsonElement[] shapes = root.TryGetProperty("input_shapes", out JsonElement given) && given.ValueKind == JsonValueKind.Array ? [.. given.EnumerateArray()] : [];
        Dictionary<string, long> sizes = new(StringComparer.Ordinal);
        var tensors = ImmutableArray.CreateBuilder<Tensor>();
        for (int input = 0; input < lists.Length; input++)
        {
            NumberList numbers = NumberList.Read(lists[input], $"{name}: input_data[{input}]");
            ImmutableArray<long>? said = shapes.Length == lists.Length ? [.. NumberList.Read(shapes[input], $"{name}: input_shapes[{input}]").ToIntegers()] : null;
            ImmutableArray<long> shape = InputShape.Resolve(program.Inputs[input], numbers, said, sizes, $"{name}: input_data[{input}]");
            tensors.Add(numbers.ToTensor(program.Inputs[input].Type, shape));
        }

        return tensors.ToImmutable();
    }

    private static ImmutableArray<Tensor> FromArrays(string path, OpenGradient.Programs.Program program)
    {
        ImmutableSortedDictionary<string, Tensor> arrays = UserFile.Read(path, NpzFile.Read);
        Dictionary<string, long> sizes = new(StringComparer.Ordinal);
        var tensors = ImmutableArray.CreateBuilder<Tensor>();
        foreach (ProgramInput input in program.Inputs)
        {
            if (!arrays.TryGetValue(input.Name, out Tensor? array) && !(program.Inputs.Length == 1 && arrays.Count == 1))
                throw new InvalidInputException(InvalidInputKind.Invalid, path, $"the file has no array '{input.Name}'; the model takes {Describe(program)}.");
            array ??= arrays.Values.First();
            if (array.Type != input.Type || !InputShape.Fits(input, array.Shape, sizes))
                throw new InvalidInputException(InvalidInputKind.Invalid, path, $"array '{input.Name}' is {array.Type.CanonicalName()}[{string.Join(',', array.Shape)}]; the model takes {Describe(program)}.");
            tensors.Add(array);
        }

        return tensors.ToImmutable();
    }

    /// <summary>The inputs of a model, as a sentence names them.</summary>
    public static string Describe(OpenGradient.Programs.Program program) =>
        string.Join(", ", program.Inputs.Select(static input => $"'{input.Name}' {input.Type.CanonicalName()}[{string.Join(',', input.Shape)}]"));
}
