using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>Reading and writing the few forms that dispute messages consist of: no numbers, decimals as strings, bytes in base64.</summary>
internal static class Json
{
    /// <summary>Reads one element of a list.</summary>
    public delegate bool Reader<T>(JsonValue value, out T result);

    /// <summary>A decimal number.</summary>
    public static JsonValue Decimal(long number) => JsonValue.String(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A digest.</summary>
    public static JsonValue Digest(Digest digest) => JsonValue.String(digest.ToString());

    /// <summary>Bytes.</summary>
    public static JsonValue Bytes(ReadOnlySpan<byte> bytes) => JsonValue.String(Convert.ToBase64String(bytes));

    /// <summary>A digest, or null.</summary>
    public static JsonValue Optional(Digest? digest) => digest is { } given ? Digest(given) : JsonValue.Null;

    /// <summary>A list.</summary>
    public static JsonValue Array<T>(ImmutableArray<T> items, Func<T, JsonValue> write) => JsonValue.Array([.. items.Select(write)]);

    /// <summary>A list of digests.</summary>
    public static JsonValue Digests(ImmutableArray<Digest> digests) => Array(digests, Digest);

    /// <summary>Whether two values have the same canonical bytes: so nothing unknown or spelled otherwise comes through.</summary>
    public static bool IsSame(JsonValue left, JsonValue right) => CanonicalJson.Serialize(left).AsSpan().SequenceEqual(CanonicalJson.Serialize(right));

    /// <summary>A decimal number below 2^31.</summary>
    public static bool TryInteger(JsonValue parent, string name, out int number)
    {
        number = 0;
        return parent.TryGetString(name, out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The name of a leaf, as that of its document.</summary>
    public static bool TryLeafName(JsonValue parent, string name, [NotNullWhen(true)] out LeafName? leaf)
    {
        leaf = null;
        if (!parent.TryGetString(name, out string? text) || !DocumentName.TryParse(text, out DocumentName document))
            return false;
        leaf = document.Leaf;
        return leaf is not null;
    }

    /// <summary>A dimension.</summary>
    public static bool TryDimension(JsonValue value, out long dimension) =>
        long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out dimension) && dimension <= int.MaxValue;

    /// <summary>A digest.</summary>
    public static bool TryDigest(JsonValue parent, string name, out Digest digest)
    {
        digest = default;
        return parent.TryGetString(name, out string? text) && Primitives.Digest.TryParse(text, out digest);
    }

    /// <summary>Bytes, at most <paramref name="limit"/>.</summary>
    public static bool TryBytes(JsonValue parent, string name, int limit, out ImmutableArray<byte> bytes)
    {
        bytes = [];
        return parent.TryGet(name, out JsonValue? value) && TryBytes(value, limit, out bytes);
    }

    /// <inheritdoc cref="TryBytes(JsonValue, string, int, out ImmutableArray{byte})"/>
    public static bool TryBytes(JsonValue value, int limit, out ImmutableArray<byte> bytes)
    {
        bytes = [];
        if (value.Kind != JsonKind.String || value.Text.Length > ((long)limit + 2) / 3 * 4)
            return false;
        byte[] buffer = new byte[value.Text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(value.Text, buffer, out int written) || written > limit)
            return false;
        bytes = [.. buffer.AsSpan(0, written)];
        return true;
    }

    /// <summary>A digest, or null.</summary>
    public static bool TryOptionalDigest(JsonValue parent, string name, out Digest? digest)
    {
        digest = null;
        if (parent.TryGet(name, out JsonValue? value) && value.Kind == JsonKind.Null)
            return true;
        bool isRead = TryDigest(parent, name, out Digest given);
        digest = given;
        return isRead;
    }

    /// <summary>A Merkle path: at most 64 digests.</summary>
    public static bool TryPath(JsonValue parent, string name, out ImmutableArray<Digest> path) =>
        TryArray(parent, name, ReadDigest, out path) && path.Length <= 64;

    /// <summary>A list.</summary>
    public static bool TryArray<T>(JsonValue parent, string name, Reader<T> read, out ImmutableArray<T> items)
    {
        items = [];
        if (!parent.TryGet(name, out JsonValue? value) || value.Kind != JsonKind.Array)
            return false;
        var builder = ImmutableArray.CreateBuilder<T>(value.Items.Length);
        foreach (JsonValue item in value.Items)
        {
            if (!read(item, out T element))
                return false;
            builder.Add(element);
        }

        items = builder.MoveToImmutable();
        return true;
    }

    private static bool ReadDigest(JsonValue value, out Digest digest)
    {
        digest = default;
        return value.Kind == JsonKind.String && Primitives.Digest.TryParse(value.Text, out digest);
    }
}
