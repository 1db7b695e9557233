using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>What a name stands for: every version ever published under it, oldest first, and the current one.</summary>
/// <param name="Current">The version that the bare name means.</param>
/// <param name="Versions">All versions; version <c>"1"</c> is the first. None is ever removed, so that numbers keep their meaning.</param>
internal sealed record NameRecord(ModelId Current, ImmutableArray<ModelId> Versions)
{
    /// <summary>This record after <paramref name="id"/> was published; the same one if nothing changes.</summary>
    public NameRecord Publish(ModelId id)
    {
        ImmutableArray<ModelId> versions = Versions.Contains(id) ? Versions : Versions.Add(id);
        return Current == id && versions == Versions ? this : new NameRecord(id, versions);
    }

    /// <summary>The record's canonical JSON.</summary>
    public byte[] ToBytes() => CanonicalJson.Serialize(JsonValue.Object(
        ("current", JsonValue.String(Current.ToString())),
        ("versions", JsonValue.Array([.. Versions.Select(static id => JsonValue.String(id.ToString()))]))));

    /// <summary>Reads what <see cref="ToBytes"/> writes; null for anything else.</summary>
    public static NameRecord? TryParse(ReadOnlySpan<byte> bytes)
    {
        if (!JsonReader.TryRead(bytes, out JsonValue? json)
            || !json.TryGetString("current", out string? current)
            || !ModelId.TryParse(current, out ModelId currentId)
            || !json.TryGet("versions", out JsonValue? list))
            return null;
        var versions = ImmutableArray.CreateBuilder<ModelId>();
        foreach (JsonValue item in list.Items)
        {
            if (!ModelId.TryParse(item.Text, out ModelId id))
                return null;
            versions.Add(id);
        }

        return new NameRecord(currentId, versions.ToImmutable());
    }
}
