using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Reads the members of a request to a language model that several APIs have.</summary>
internal static class RequestFields
{
    private const int MaximumChoices = 16;
    private const int MaximumStops = 16;
    private const int MaximumStopLength = 256;

    /// <summary>The whole body.</summary>
    public static JsonValue Body(ReadOnlySpan<byte> body) =>
        JsonReader.TryRead(body, out JsonValue? json, out int errorOffset) && json.Kind == JsonKind.Object
            ? json
            : throw new InvalidInputException(InvalidInputKind.Malformed, "body", $"The body is no JSON object; it stops making sense at byte {Math.Max(errorOffset, 0)}.");

    public static string Model(JsonValue json) => JsonMembers.Text(JsonMembers.Required(json, "model", "model"), "model");

    /// <summary>How many answers are wanted.</summary>
    public static int ChoiceCount(JsonValue json)
    {
        if (JsonMembers.OptionalNumber(json, "n") is not { } text)
            return 1;
        return TryInteger(text) is { } count and >= 1 and <= MaximumChoices ? count : throw JsonMembers.Invalid("n", $"A request has 1 to {MaximumChoices} answers.");
    }

    public static ImmutableArray<string> Stop(JsonValue json, string name)
    {
        if (JsonMembers.Optional(json, name) is not { } stop)
            return [];
        ImmutableArray<JsonValue> items = stop.Kind == JsonKind.String ? [stop] : JsonMembers.Items(stop, name);
        if (items.Length > MaximumStops)
            throw JsonMembers.Invalid(name, $"There are at most {MaximumStops} stop strings.");
        return [.. items.Select((item, index) => StopString(item, $"{name}[{index}]"))];
    }

    public static string? Seed(JsonValue json) => JsonMembers.OptionalNumber(json, "seed") is not { } seed || long.TryParse(seed, out _)
        ? JsonMembers.OptionalNumber(json, "seed")
        : throw JsonMembers.Invalid("seed", "A seed is an integer of 64 bits.");

    /// <summary>Whether an answer may call several tools; it may where nothing is said.</summary>
    public static bool AllowsParallelCalls(JsonValue json) =>
        JsonMembers.Optional(json, "parallel_tool_calls") is null || JsonMembers.Flag(json, "parallel_tool_calls", "parallel_tool_calls");

    /// <summary>The options of a stream; null if there are none.</summary>
    public static JsonValue? StreamOptions(JsonValue json, params ReadOnlySpan<string> known)
    {
        if (JsonMembers.Optional(json, "stream_options") is not { } options)
            return null;
        if (!JsonMembers.Flag(json, "stream", "stream"))
            throw JsonMembers.Invalid("stream_options", "It is for streams: set 'stream' to true.");
        JsonMembers.RequireKnown(JsonMembers.Object(options, "stream_options"), "stream_options", known);
        return options;
    }

    /// <summary>An option of a stream that is true or false; false where there is none.</summary>
    public static bool StreamOption(JsonValue? options, string name) => options is not null && JsonMembers.Flag(options, name, $"stream_options.{name}");

    /// <summary>The member <c>receipt</c>, the same in every API.</summary>
    public static ReceiptWish Receipt(JsonValue json, ReadOnlySpan<byte> body)
    {
        if (JsonMembers.Optional(json, "receipt") is null)
            return ReceiptWish.None;
        Utf8JsonReader reader = new(RawJson.FindMember(body, "receipt"));
        return ReceiptWishReader.Read(ref reader);
    }

    /// <summary>Refuses a parameter, unless it is absent or at a value that asks for what this server does anyway.</summary>
    public static void Require(JsonValue json, string name, Func<JsonValue, bool> isOff, string message)
    {
        if (JsonMembers.Optional(json, name) is { } value && !isOff(value))
            throw JsonMembers.Unsupported(name, message);
    }

    /// <inheritdoc cref="Require"/>
    public static void RequireNumber(JsonValue json, string name, decimal expected, string message) => Require(
        json,
        name,
        value => value.Kind == JsonKind.Number && decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) && number == expected,
        message);

    private static string StopString(JsonValue item, string path) => JsonMembers.Text(item, path) is { Length: > 0 and <= MaximumStopLength } text
        ? text
        : throw JsonMembers.Invalid(path, $"A stop string has 1 to {MaximumStopLength} characters.");

    private static int? TryInteger(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) && number == decimal.Truncate(number) && Math.Abs(number) <= int.MaxValue
            ? (int)number
            : null;
}
