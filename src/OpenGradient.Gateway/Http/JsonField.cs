using System.Text.Json;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Reads single JSON values of a request and says by their path what is wrong with them.</summary>
internal static class JsonField
{
    /// <summary>Goes to the next token and tells its type.</summary>
    public static JsonTokenType Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType;
    }

    public static void Require(ref Utf8JsonReader reader, JsonTokenType expected, string path, string description)
    {
        if (reader.TokenType != expected)
            throw new InvalidInputException(InvalidInputKind.Invalid, path, $"This must be {description}.");
    }

    public static string String(ref Utf8JsonReader reader, string path)
    {
        Require(ref reader, JsonTokenType.String, path, "a string");
        return Text(ref reader, path);
    }

    public static bool Boolean(ref Utf8JsonReader reader, string path) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw new InvalidInputException(InvalidInputKind.Invalid, path, "This must be true or false."),
    };

    /// <summary>The text of a string or member name; refuses what is no Unicode text.</summary>
    public static string Text(ref Utf8JsonReader reader, string path)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new InvalidInputException(InvalidInputKind.Malformed, path.Length == 0 ? "body" : path, "A string holds bytes that are no Unicode text.");
        }
    }

    /// <summary>Requires that nothing but white space follows.</summary>
    public static void RequireEnd(ref Utf8JsonReader reader)
    {
        // At the end of the only value the reader itself refuses anything but white space.
        reader.Read();
    }

    public static InvalidInputException Missing(string path, string name) =>
        new(InvalidInputKind.Invalid, $"{path}.{name}", $"The member '{name}' is missing.");
}
