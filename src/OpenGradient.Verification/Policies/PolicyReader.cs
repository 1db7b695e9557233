using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Transparency;

namespace OpenGradient.Verification;

/// <summary>Reads a policy, member by member; a member that is not understood must not be passed over.</summary>
internal static class PolicyReader
{
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Policy? policy, out string fault)
    {
        policy = null;
        fault = "the JSON text";
        if (!JsonReader.TryRead(json, out JsonValue? value) || value.Kind != JsonKind.Object)
            return false;
        Policy candidate = new();
        foreach ((string name, JsonValue member) in value.Members)
        {
            if (ReadMember(candidate, name, member) is not Policy read)
            {
                fault = TextForm.IsLabel(name) ? name : "a member";
                return false;
            }

            candidate = read;
        }

        policy = candidate;
        fault = "";
        return true;
    }

    /// <summary>The policy with one member more, or null.</summary>
    private static Policy? ReadMember(Policy policy, string name, JsonValue value) => name switch
    {
        "require" => ReadRows(value) is { } rows ? policy with { Require = rows } : null,
        "issuers" => ReadDigests(value) is { } issuers ? policy with { Issuers = issuers } : null,
        "logs" => ReadDigests(value) is { } logs ? policy with { Logs = logs } : null,
        "witnesses" => value.Kind == JsonKind.String && WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(value.Text), out WitnessPolicy? witnesses, out _)
            ? policy with { Witnesses = witnesses }
            : null,
        "models" => ReadDigests(value) is { } ids ? policy with { Models = [.. ids.Select(static id => new ModelId(id))] } : null,
        "draws" => ReadDigests(value) is { } draws ? policy with { Draws = draws } : null,
        "proofKeys" => ReadDigests(value) is { } keys ? policy with { ProofKeys = keys } : null,
        "nonce" => value.Kind == JsonKind.String && TextForm.IsHex(value.Text, 0, 64) ? policy with { Nonce = value.Text } : null,
        "maxAgeSeconds" => value.Kind == JsonKind.String && TextForm.TryReadCount(value.Text, out long age)
            ? policy with { MaxAgeSeconds = age }
            : null,
        _ => null,
    };

    private static ImmutableSortedSet<RowKind>? ReadRows(JsonValue value)
    {
        if (value.Kind != JsonKind.Array)
            return null;
        ImmutableSortedSet<RowKind> rows = [];
        foreach (JsonValue item in value.Items)
        {
            RowKind? row = item.Kind == JsonKind.String ? FindRow(item.Text) : null;
            if (row is null)
                return null;
            rows = rows.Add(row.Value);
        }

        return rows;
    }

    private static RowKind? FindRow(string name)
    {
        ReadOnlySpan<RowKind> requirable = [RowKind.Signature, RowKind.Log, RowKind.Witnesses, RowKind.Input, RowKind.Output, RowKind.Draw, RowKind.Reexecution, RowKind.Proof];
        foreach (RowKind row in requirable)
        {
            if (row.WireName() == name)
                return row;
        }

        return null;
    }

    private static ImmutableArray<Digest>? ReadDigests(JsonValue value)
    {
        if (value.Kind != JsonKind.Array)
            return null;
        var digests = ImmutableArray.CreateBuilder<Digest>(value.Items.Length);
        foreach (JsonValue item in value.Items)
        {
            if (item.Kind != JsonKind.String || !Digest.TryParse(item.Text, out Digest digest))
                return null;
            digests.Add(digest);
        }

        return digests.MoveToImmutable();
    }
}
