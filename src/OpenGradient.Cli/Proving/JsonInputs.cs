using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Proving;

/// <summary>Inputs in JSON: lists of numbers in the order of the model's inputs, or by their names.</summary>
internal sealed class JsonInputs
{
    private readonly string _file;
    private readonly OpenGradient.Programs.Program _program;
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal); // that are settled, by the name of the dimension

    private JsonInputs(string file, OpenGradient.Programs.Program program) => (_file, _program) = (file, program);

    /// <exception cref="InvalidInputException">The file has another form, or is not about this model's inputs.</exception>
    public static ImmutableArray<Tensor> Read(string file, byte[] json, OpenGradient.Programs.Program program)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return new JsonInputs(file, program).Read(document.RootElement, json);
        }
        catch (JsonException error)
        {
            throw new InvalidInputException(InvalidInputKind.Malformed, file, $"this is not JSON: it stops making sense in line {error.LineNumber + 1}, at byte {error.BytePositionInLine + 1}.", error);
        }
    }

    private ImmutableArray<Tensor> Read(JsonElement root, byte[] json)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return FromLists("", root, shapes: null);
        if (root.ValueKind != JsonValueKind.Object)
            throw Error("these are no inputs: a JSON file of them is {\"input_data\": [[…], …]}, {\"NAME\": […], …}, […] for a single input, or a request {\"inputs\": […]}.");
        if (root.TryGetProperty("input_data", out JsonElement data))
            return data.ValueKind == JsonValueKind.Object ? FromNames("input_data.", data) : FromLists("input_data", data, root.TryGetProperty("input_shapes", out JsonElement shapes) ? shapes : null);
        bool isRequest = root.TryGetProperty("inputs", out JsonElement inputs) && inputs.ValueKind == JsonValueKind.Array
            && inputs.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.Object);
        return isRequest ? [.. TensorRequest.Read(json, _program)] : FromNames("", root);
    }

    private ImmutableArray<Tensor> FromLists(string member, JsonElement data, JsonElement? shapes)
    {
        if (data.ValueKind != JsonValueKind.Array)
            throw Error($"\"{member}\" is no list; the model takes {InputFile.Describe(_program)}.");
        JsonElement[] lists = [.. data.EnumerateArray()];
        bool isOnly = _program.Inputs.Length == 1 && (lists.Length != 1 || lists[0].ValueKind != JsonValueKind.Array); // the list is the input
        lists = isOnly ? [data] : lists;
        if (_program.Inputs.IsEmpty && lists.All(static list => list.ValueKind == JsonValueKind.Array && list.GetArrayLength() == 0))
            return [];
        if (lists.Length != _program.Inputs.Length)
            throw Error($"there {(lists.Length == 1 ? "is 1 list" : $"are {lists.Length} lists")} of numbers; the model takes {InputFile.Describe(_program)}.");
        ImmutableArray<long>?[]? said = shapes is { } given ? Shapes(given, lists.Length) : null;
        return [.. lists.Select((list, input) => ToTensor(_program.Inputs[input], list, isOnly ? member : $"{member}[{input}]", said?[input]))];
    }

    private ImmutableArray<Tensor> FromNames(string within, JsonElement named)
    {
        string[] unknown = [.. named.EnumerateObject().Select(static member => member.Name).Except(_program.Inputs.Select(static input => input.Name))];
        ProgramInput? missing = _program.Inputs.FirstOrDefault(input => !named.TryGetProperty(input.Name, out _));
        if (missing is not null)
            throw Error($"there is no \"{missing.Name}\"{(unknown.Length > 0 ? $", but \"{unknown[0]}\"" : "")}; the model takes {InputFile.Describe(_program)}.");
        return [.. _program.Inputs.Select(input => ToTensor(input, named.GetProperty(input.Name), within + input.Name, said: null))];
    }

    private Tensor ToTensor(ProgramInput input, JsonElement list, string place, ImmutableArray<long>? said)
    {
        string subject = place.Length == 0 ? _file : $"{_file}: {place}";
        NumberList numbers = NumberList.Read(list, subject);
        return numbers.ToTensor(input.Type, InputShape.Resolve(input, numbers.Shape, said, _sizes, subject));
    }

    /// <summary>The sizes that the file states, input by input; null where it states none.</summary>
    private ImmutableArray<long>?[] Shapes(JsonElement shapes, int count)
    {
        if (shapes.ValueKind != JsonValueKind.Array)
            throw Error($"\"input_shapes\" is no list of shapes; the model takes {InputFile.Describe(_program)}.");
        IEnumerable<ImmutableArray<long>?> said = shapes.EnumerateArray().Select((shape, input) => (ImmutableArray<long>?)ImmutableArray.Create(NumberList.Read(shape, $"{_file}: input_shapes[{input}]").ToIntegers()));
        return [.. said.Concat(Enumerable.Repeat<ImmutableArray<long>?>(null, count)).Take(count)];
    }

    private InvalidInputException Error(string message) => new(InvalidInputKind.Invalid, _file, message);
}
