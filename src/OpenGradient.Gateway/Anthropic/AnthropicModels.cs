using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OpenGradient.Hub;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary><c>/v1/models</c> in the form of the Anthropic API, a page at a time.</summary>
internal static class AnthropicModels
{
    private const int DefaultLimit = 20;
    private const int MaximumLimit = 1000;

    /// <summary>The page that <c>limit</c>, <c>after_id</c> and <c>before_id</c> ask for.</summary>
    public static void WriteList(Utf8JsonWriter writer, IReadOnlyList<PublishedModel> models, IQueryCollection query)
    {
        int limit = ReadLimit(query["limit"]);
        List<PublishedModel> rest = [.. models];
        if (query["after_id"].ToString() is { Length: > 0 } after)
            rest = [.. rest.SkipWhile(model => model.Name != after).Skip(1)];
        bool isBackwards = query["before_id"].ToString() is { Length: > 0 };
        if (isBackwards)
            rest = [.. rest.TakeWhile(model => model.Name != query["before_id"].ToString())];
        List<PublishedModel> page = isBackwards ? [.. rest.TakeLast(limit)] : [.. rest.Take(limit)];
        writer.WriteStartObject();
        writer.WriteStartArray("data");
        foreach (PublishedModel model in page)
            Write(writer, model);
        writer.WriteEndArray();
        writer.WriteBoolean("has_more", rest.Count > page.Count);
        writer.WriteString("first_id", page.FirstOrDefault()?.Name);
        writer.WriteString("last_id", page.LastOrDefault()?.Name);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, PublishedModel model)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "model");
        writer.WriteString("id", model.Name);
        writer.WriteString("display_name", model.Name);
        // As the API asks for where the release is not known.
        writer.WriteString("created_at", "1970-01-01T00:00:00Z");
        writer.WriteString("model_id", model.Id.ToString());
        writer.WriteEndObject();
    }

    private static int ReadLimit(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return DefaultLimit;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is > 0 and <= MaximumLimit
            ? limit
            : throw new InvalidInputException(InvalidInputKind.Invalid, "limit", $"This is a number from 1 to {MaximumLimit}.");
    }
}
