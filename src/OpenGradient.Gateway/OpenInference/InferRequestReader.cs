using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>Reads the body of an infer request: JSON, or JSON followed by the bytes of tensors (binary tensor data extension).</summary>
/// <remarks>
/// Every problem is an <see cref="InvalidInputException"/> whose subject is the path of the field, such as
/// <c>inputs[0].data[3]</c>. Members that the protocol does not have are refused: a misspelt <c>outputs</c> would
/// otherwise change the answer without a word.
/// </remarks>
internal ref struct InferRequestReader
{
    private readonly ReadOnlySpan<byte> _json;
    private ReadOnlySpan<byte> _binary;
    private Utf8JsonReader _reader;

    private InferRequestReader(ReadOnlySpan<byte> json, ReadOnlySpan<byte> binary)
    {
        _json = json;
        _binary = binary;
        _reader = new Utf8JsonReader(json);
    }

    /// <summary>Reads a body whose first <paramref name="jsonBytes"/> bytes are JSON; the rest are tensors in the order of the inputs.</summary>
    /// <exception cref="InvalidInputException">The body is no well-formed request.</exception>
    public static InferRequest Read(ReadOnlySpan<byte> body, int jsonBytes)
    {
        InferRequestReader reader = new(body[..jsonBytes], body[jsonBytes..]);
        try
        {
            return reader.ReadRequest();
        }
        catch (JsonException error)
        {
            throw BadJson(body[..jsonBytes], error);
        }
    }

    /// <summary>How much of the body is JSON: all of it, or as much as the binary tensor data extension's header says.</summary>
    public static int JsonBytes(string header, int bodyBytes)
    {
        if (header.Length == 0)
            return bodyBytes;
        return int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out int jsonBytes) && jsonBytes <= bodyBytes
            ? jsonBytes
            : throw new InvalidInputException(InvalidInputKind.Invalid, InferResponse.HeaderLengthName, $"This is the length of the JSON in a body of {bodyBytes} bytes.");
    }

    private static InvalidInputException BadJson(ReadOnlySpan<byte> json, JsonException error) => new(
        InvalidInputKind.Malformed,
        "body",
        json.IsEmpty
            ? "The body is empty: send a JSON object with the member 'inputs'."
            : $"The body is not JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine} of it. NaN and Infinity are no JSON numbers.");

    private InferRequest ReadRequest()
    {
        MemberReader members = new(ref _reader, "");
        InferRequest request = new() { Inputs = default };
        while (members.MoveNext(ref _reader))
        {
            request = members.Name switch
            {
                "id" => request with { Id = JsonField.String(ref _reader, "id") },
                "inputs" => request with { Inputs = ReadInputs() },
                "outputs" => request with { Outputs = ReadOutputs() },
                "parameters" => request with { IsBinaryByDefault = ReadFlag("parameters", "binary_data_output") ?? false },
                "receipt" => request with { Receipt = ReceiptWishReader.Read(ref _reader) },
                _ => throw members.Unknown(),
            };
        }

        JsonField.RequireEnd(ref _reader);
        if (request.Inputs.IsDefault)
            throw new InvalidInputException(InvalidInputKind.Invalid, "inputs", "The request has no member 'inputs'.");
        if (!_binary.IsEmpty)
            throw new InvalidInputException(InvalidInputKind.Invalid, "body", $"{_binary.Length} bytes after the JSON belong to no input.");
        return request;
    }

    private ImmutableArray<InferInput> ReadInputs()
    {
        var inputs = ImmutableArray.CreateBuilder<InferInput>();
        HashSet<string> names = new(StringComparer.Ordinal);
        JsonField.Require(ref _reader, JsonTokenType.StartArray, "inputs", "an array of tensors");
        while (JsonField.Read(ref _reader) != JsonTokenType.EndArray)
        {
            InferInput input = ReadInput($"inputs[{inputs.Count}]");
            if (!names.Add(input.Name))
                throw new InvalidInputException(InvalidInputKind.Invalid, $"inputs[{inputs.Count}].name", $"Input '{Text.Shorten(input.Name)}' is given twice.");
            inputs.Add(input);
        }

        return inputs.ToImmutable();
    }

    private InferInput ReadInput(string path)
    {
        MemberReader members = new(ref _reader, path);
        string? name = null;
        string? datatype = null;
        ImmutableArray<long> shape = default;
        int? binaryBytes = null;
        Utf8JsonReader data = default;
        bool hasData = false;
        while (members.MoveNext(ref _reader))
        {
            switch (members.Name)
            {
                case "name": name = JsonField.String(ref _reader, path + ".name"); break;
                case "datatype": datatype = JsonField.String(ref _reader, path + ".datatype"); break;
                case "shape": shape = ReadShape(path + ".shape"); break;
                case "parameters": binaryBytes = ReadBinarySize(path); break;
                case "data":
                    // The type may come after the data, so the data are read once everything else is known.
                    data = _reader;
                    hasData = true;
                    _reader.Skip();
                    break;
                default: throw members.Unknown();
            }
        }

        if (name is null || datatype is null || shape.IsDefault)
            throw JsonField.Missing(path, name is null ? "name" : datatype is null ? "datatype" : "shape");
        if (hasData == binaryBytes is not null)
            throw new InvalidInputException(InvalidInputKind.Invalid, path + ".data", "Give either 'data' or 'parameters.binary_data_size'.");
        ElementType type = OpenInferenceTypes.Parse(datatype, path + ".datatype");
        int sizeBytes = SizeBytes(type, shape, path);
        byte[] elements = binaryBytes is { } given
            ? TakeBinary(given, sizeBytes, path)
            : TensorJson.Read(data, type, shape, sizeBytes, path + ".data");
        TensorCheck.RequirePlain(type, elements, path);
        return new InferInput(name, new Tensor(type, shape, elements));
    }

    private ImmutableArray<long> ReadShape(string path)
    {
        var shape = ImmutableArray.CreateBuilder<long>();
        JsonField.Require(ref _reader, JsonTokenType.StartArray, path, "an array of integers");
        while (JsonField.Read(ref _reader) != JsonTokenType.EndArray)
        {
            if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt64(out long dimension) || dimension < 0)
                throw new InvalidInputException(InvalidInputKind.Invalid, $"{path}[{shape.Count}]", "A dimension is an integer of 0 or more.");
            if (shape.Count == TensorCheck.MaximumRank)
                throw new InvalidInputException(InvalidInputKind.Invalid, path, $"A tensor has at most {TensorCheck.MaximumRank} dimensions.");
            shape.Add(dimension);
        }

        return shape.ToImmutable();
    }

    /// <summary>The bytes that the tensor takes; refused before anything is allocated if the body cannot hold as many elements.</summary>
    private readonly int SizeBytes(ElementType type, ImmutableArray<long> shape, string path)
    {
        long elementCount = TensorCheck.CountElements(shape, path + ".shape");
        if (elementCount > _json.Length + _binary.Length)
            throw new InvalidInputException(InvalidInputKind.Invalid, path + ".shape", $"The shape says {elementCount} elements, and the body cannot hold as many.");
        return checked((int)(elementCount * type.SizeBytes()));
    }

    private byte[] TakeBinary(int givenBytes, int sizeBytes, string path)
    {
        string subject = path + ".parameters.binary_data_size";
        if (givenBytes != sizeBytes)
            throw new InvalidInputException(InvalidInputKind.Invalid, subject, $"Type and shape take {sizeBytes} bytes, not {givenBytes}.");
        if (givenBytes > _binary.Length)
            throw new InvalidInputException(InvalidInputKind.Invalid, subject, $"Only {_binary.Length} bytes are left after the JSON.");
        byte[] elements = _binary[..givenBytes].ToArray();
        _binary = _binary[givenBytes..];
        return elements;
    }

    private ImmutableArray<RequestedOutput> ReadOutputs()
    {
        var outputs = ImmutableArray.CreateBuilder<RequestedOutput>();
        HashSet<string> names = new(StringComparer.Ordinal);
        JsonField.Require(ref _reader, JsonTokenType.StartArray, "outputs", "an array of objects");
        while (JsonField.Read(ref _reader) != JsonTokenType.EndArray)
        {
            RequestedOutput output = ReadOutput($"outputs[{outputs.Count}]");
            // An output for each mention would make a small request's answer as large as the client likes.
            if (!names.Add(output.Name))
                throw new InvalidInputException(InvalidInputKind.Invalid, $"outputs[{outputs.Count}].name", $"Output '{Text.Shorten(output.Name)}' is asked for twice.");
            outputs.Add(output);
        }

        return outputs.ToImmutable();
    }

    private RequestedOutput ReadOutput(string path)
    {
        MemberReader members = new(ref _reader, path);
        string? name = null;
        bool? isBinary = null;
        while (members.MoveNext(ref _reader))
        {
            switch (members.Name)
            {
                case "name": name = JsonField.String(ref _reader, path + ".name"); break;
                case "parameters": isBinary = ReadFlag(path + ".parameters", "binary_data"); break;
                default: throw members.Unknown();
            }
        }

        return new RequestedOutput(name ?? throw JsonField.Missing(path, "name"), isBinary);
    }

    private bool? ReadFlag(string path, string name)
    {
        MemberReader members = new(ref _reader, path);
        bool? flag = null;
        while (members.MoveNext(ref _reader))
            flag = members.Name == name ? JsonField.Boolean(ref _reader, $"{path}.{name}") : throw members.Unknown();
        return flag;
    }

    private int? ReadBinarySize(string path)
    {
        MemberReader members = new(ref _reader, path + ".parameters");
        int? sizeBytes = null;
        while (members.MoveNext(ref _reader))
        {
            if (members.Name != "binary_data_size")
                throw members.Unknown();
            if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt32(out int value) || value < 0)
                throw new InvalidInputException(InvalidInputKind.Invalid, path + ".parameters.binary_data_size", "This is a number of bytes.");
            sizeBytes = value;
        }

        return sizeBytes;
    }
}
