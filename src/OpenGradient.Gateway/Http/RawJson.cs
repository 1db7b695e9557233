using System.Text.Json;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Finds the bytes of a member as they were sent.</summary>
internal static class RawJson
{
    /// <summary>The bytes of the value of a top-level member; <paramref name="body"/> is known to be an object that has it.</summary>
    public static byte[] FindMember(ReadOnlySpan<byte> body, string name)
    {
        Utf8JsonReader reader = new(body, new JsonReaderOptions { MaxDepth = 2 * JsonReader.MaximumDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isFound = reader.ValueTextEquals(name);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isFound)
                return body[start..(int)reader.BytesConsumed].ToArray();
        }

        return [];
    }
}
