using System.Collections.Immutable;
using OpenGradient.Primitives;
using static OpenGradient.Gateway.RequestFields;

namespace OpenGradient.Gateway;

/// <summary>Reads the body of an embedding request (OpenAI API).</summary>
/// <remarks>As in <see cref="ChatRequestReader"/>, a parameter is honoured, refused by name, or cannot change the answer.</remarks>
internal static class EmbeddingRequestReader
{
    private const int MaximumInputs = 2048; // as the API documents it

    private static readonly string[] Known = ["model", "input", "encoding_format", "dimensions", "receipt", "user"];

    /// <summary>Reads a request.</summary>
    /// <exception cref="InvalidInputException">It is malformed, or asks for what this server does not have; the subject is the parameter.</exception>
    public static EmbeddingRequest Read(ReadOnlySpan<byte> body)
    {
        JsonValue json = Body(body);
        JsonMembers.RequireKnown(json, "", Known);
        return new EmbeddingRequest
        {
            Model = Model(json),
            Inputs = ReadInputs(JsonMembers.Required(json, "input", "input")),
            IsBase64 = IsBase64(json),
            Dimensions = JsonMembers.OptionalNumber(json, "dimensions"),
            Receipt = Receipt(json, body),
        };
    }

    private static ImmutableArray<(string Path, RawPrompt Text)> ReadInputs(JsonValue input)
    {
        if (input is not { Kind: JsonKind.Array, Items: [{ Kind: JsonKind.String or JsonKind.Array }, ..] })
            return [("input", ReadInput(input, "input"))];
        return input.Items.Length <= MaximumInputs
            ? [.. input.Items.Select(static (item, index) => ($"input[{index}]", ReadInput(item, $"input[{index}]")))]
            : throw JsonMembers.Invalid("input", $"A request has at most {MaximumInputs} texts.");
    }

    private static RawPrompt ReadInput(JsonValue input, string path) => input is { Kind: JsonKind.String, Text: "" }
        ? throw JsonMembers.Invalid(path, "A text has at least one character.")
        : RawPrompt.Read(input, path);

    private static bool IsBase64(JsonValue json) => JsonMembers.OptionalText(json, "encoding_format", "encoding_format") switch
    {
        null or "float" => false,
        "base64" => true,
        _ => throw JsonMembers.Unsupported("encoding_format", "This is float or base64."),
    };
}
