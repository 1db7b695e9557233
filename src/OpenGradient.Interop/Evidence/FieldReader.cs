using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>Reads the members of one object of a file, in the JSON form of protocol buffers, and reports what is missing or of the wrong form.</summary>
/// <remarks>
/// A member that is <c>null</c> is absent. Whole numbers may be numbers or strings, bytes are base64 in its canonical form, enumerations go by name.
/// Reading goes on with empty values after a fault; the sink knows the first.
/// </remarks>
internal sealed class FieldReader(JsonValue value, string path, FaultSink faults)
{
    private static readonly JsonValue Nothing = JsonValue.Object(ImmutableArray<KeyValuePair<string, JsonValue>>.Empty);

    /// <summary>Where the object stands.</summary>
    public string Path => path;

    /// <summary>Reads a file; what is no JSON object is a fault and reads as an empty object.</summary>
    public static FieldReader Open(ReadOnlySpan<byte> bytes, int maximumBytes, FaultSink faults)
    {
        if (bytes.Length > maximumBytes)
            faults.Add(EvidenceCode.TooLarge, "file", $"it has {bytes.Length} bytes, and {maximumBytes} are read.");
        else if (!JsonReader.TryRead(bytes, out JsonValue? json, out int offset))
            faults.Add("file", $"it is no JSON object whose members have different names; byte {offset} makes no sense.");
        else if (json.Kind == JsonKind.Object)
            return new(json, "", faults);
        else
            faults.Add("file", "it is JSON, but no object.");
        return new(Nothing, "", faults);
    }

    /// <summary>Whether a member is there.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Refuses members other than the named ones: what is not understood is not ignored.</summary>
    public FieldReader Only(params ReadOnlySpan<string> names)
    {
        foreach ((string name, _) in value.Members)
        {
            if (!names.Contains(name))
                faults.Add(PathOf(name.Length <= 100 ? name : name[..100] + "…"), "this member is not known here; a file with it is not understood.");
        }

        return this;
    }

    /// <summary>An object.</summary>
    public FieldReader Object(string name) => OptionalObject(name) ?? new(Nothing, PathOf(Missing(name)), faults);

    /// <summary>An object, or null where there is none.</summary>
    public FieldReader? OptionalObject(string name)
    {
        if (Find(name) is not { } member)
            return null;
        if (member.Kind == JsonKind.Object)
            return new(member, PathOf(name), faults);
        faults.Add(PathOf(name), "an object is wanted.");
        return new(Nothing, PathOf(name), faults);
    }

    /// <summary>The objects of a list; an absent list is empty.</summary>
    public ImmutableArray<FieldReader> Objects(string name, int maximum)
    {
        ImmutableArray<JsonValue> items = Items(name, maximum);
        var readers = ImmutableArray.CreateBuilder<FieldReader>(items.Length);
        foreach (JsonValue item in items)
        {
            string place = $"{PathOf(name)}[{readers.Count}]";
            if (item.Kind != JsonKind.Object)
                faults.Add(place, "an object is wanted.");
            readers.Add(new(item, place, faults));
        }

        return readers.MoveToImmutable();
    }

    /// <summary>The strings of a list; an absent list is empty.</summary>
    public ImmutableArray<string> Texts(string name, int maximum)
    {
        ImmutableArray<JsonValue> items = Items(name, maximum);
        if (items.Any(static item => item.Kind != JsonKind.String))
            faults.Add(PathOf(name), "a list of strings is wanted.");
        return [.. items.Select(static item => item.Text)];
    }

    /// <summary>A string that is not empty.</summary>
    public string Text(string name)
    {
        string text = OptionalText(name) ?? Missing(name, "");
        if (text.Length == 0)
            faults.Add(PathOf(name), "a text is wanted, and it is empty.");
        return text;
    }

    /// <summary>A string, or null where there is none.</summary>
    public string? OptionalText(string name)
    {
        if (Find(name) is not { } member)
            return null;
        if (member.Kind != JsonKind.String)
            faults.Add(PathOf(name), "a string is wanted.");
        return member.Text;
    }

    /// <summary>Bytes, as canonical base64.</summary>
    public byte[] Bytes(string name)
    {
        string text = Text(name);
        if (!CanonicalBase64.TryDecode(text, out byte[] bytes))
            faults.Add(PathOf(name), "base64 with padding and without white space is wanted.");
        return bytes;
    }

    /// <summary>Bytes, or null where there are none.</summary>
    public byte[]? OptionalBytes(string name) => string.IsNullOrEmpty(OptionalText(name)) ? null : Bytes(name);

    /// <summary>A SHA-256 digest, as base64.</summary>
    public Digest Digest(string name) => ToDigest(Bytes(name), PathOf(name));

    /// <summary>The SHA-256 digests of a list, as base64.</summary>
    public ImmutableArray<Digest> Digests(string name, int maximum) => [.. Texts(name, maximum).Select(text =>
        ToDigest(CanonicalBase64.TryDecode(text, out byte[] bytes) ? bytes : [], PathOf(name)))];

    /// <summary>A whole number from 0 to 2^63-1, written as a number or as a string; 0 where there is none.</summary>
    public long Count(string name)
    {
        if (Find(name) is not { } member)
            return 0;
        string text = member.Kind is JsonKind.Number or JsonKind.String ? member.Text : "";
        bool isCanonical = text.Length == 1 || !text.StartsWith('0');
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && isCanonical)
            return count;
        faults.Add(PathOf(name), "a whole number from 0 to 2^63-1 is wanted.");
        return 0;
    }

    /// <summary>A truth value.</summary>
    public bool Truth(string name)
    {
        if (Find(name) is not { Kind: JsonKind.True or JsonKind.False } member)
            return Missing(name, false);
        return member.Kind == JsonKind.True;
    }

    /// <summary>A moment in UTC, as RFC 3339 writes it; null where there is none.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (OptionalText(name) is not { } text)
            return null;
        bool isTime = DateTimeOffset.TryParseExact(
            text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time);
        if (!isTime)
            faults.Add(PathOf(name), "a time such as 2026-01-31T12:00:00Z is wanted.");
        return time;
    }

    /// <summary>Reports a fault at a member.</summary>
    public void Refuse(string name, string reason) => faults.Add(PathOf(name), reason);

    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private JsonValue? Find(string name) => value.TryGet(name, out JsonValue? member) && member.Kind != JsonKind.Null ? member : null;

    private ImmutableArray<JsonValue> Items(string name, int maximum)
    {
        if (Find(name) is not { } member)
            return [];
        if (member.Kind != JsonKind.Array)
            faults.Add(PathOf(name), "a list is wanted.");
        if (member.Items.Length <= maximum)
            return member.Items;
        faults.Add(EvidenceCode.TooLarge, PathOf(name), $"it has {member.Items.Length} elements, and {maximum} are read.");
        return [];
    }

    private Digest ToDigest(byte[] bytes, string place)
    {
        if (bytes.Length == Primitives.Digest.SizeBytes)
            return new(bytes);
        faults.Add(place, "the 32 bytes of a SHA-256, as base64, are wanted.");
        return default;
    }

    private string Missing(string name) => Missing(name, name);

    private T Missing<T>(string name, T otherwise)
    {
        faults.Add(PathOf(name), "this member is missing.");
        return otherwise;
    }
}
