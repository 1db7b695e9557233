using System.Text.Json;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Walks the members of the object that a reader stands before or on, and refuses names that come twice.</summary>
internal sealed class MemberReader
{
    private readonly string _path;
    private readonly List<string> _seen = new(8);

    /// <summary>Begins with the object at <paramref name="path"/>; the path of the whole body is empty.</summary>
    public MemberReader(ref Utf8JsonReader reader, string path)
    {
        _path = path;
        if (reader.TokenType == JsonTokenType.None)
            reader.Read();
        JsonField.Require(ref reader, JsonTokenType.StartObject, path.Length == 0 ? "body" : path, "an object");
    }

    /// <summary>The name of the current member; the reader stands on its value.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Goes to the next member; the value of the one before must have been read.</summary>
    public bool MoveNext(ref Utf8JsonReader reader)
    {
        if (JsonField.Read(ref reader) == JsonTokenType.EndObject)
            return false;
        Name = JsonField.Text(ref reader, _path);
        if (_seen.Contains(Name))
            throw new InvalidInputException(InvalidInputKind.Malformed, PathOf(Name), "This member is given twice.");
        _seen.Add(Name);
        reader.Read();
        return true;
    }

    /// <summary>The error for a member that nobody knows.</summary>
    public InvalidInputException Unknown() =>
        new(InvalidInputKind.Unsupported, PathOf(Text.Shorten(Name)), "This server does not know this member, and ignoring it could change the answer.");

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
