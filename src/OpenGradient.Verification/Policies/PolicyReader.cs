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
    private static readonly ImmutableArray<RowKind> Requirable =
        [RowKind.Signature, RowKind.Log, RowKind.Witnesses, RowKind.Input, RowKind.Output, RowKind.Draw, RowKind.Reexecution, RowKind.Proof, RowKind.Audit];

    private const int MostRules = 256;
    private const int MostAlternatives = 16;

    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Policy? policy, out string fault)
    {
        policy = null;
        fault = "the JSON text";
        return JsonReader.TryRead(json, out JsonValue? value) && value.Kind == JsonKind.Object
            && TryReadMembers(Policy.Default, value.Members.Where(static member => member.Key != "rules"), out policy, out fault)
            && (!value.TryGet("rules", out JsonValue? rules) || TryReadRules(rules, ref policy, out fault));
    }

    /// <summary>The policy with these members in the place of its own; the first that is unknown or has not its form is the fault.</summary>
    private static bool TryReadMembers(Policy start, IEnumerable<KeyValuePair<string, JsonValue>> members, [NotNullWhen(true)] out Policy? policy, out string fault)
    {
        policy = start;
        fault = "";
        foreach ((string name, JsonValue member) in members)
        {
            policy = ReadMember(policy, name, member);
            if (policy is null)
            {
                fault = TextForm.IsLabel(name) ? name : "a member";
                return false;
            }
        }

        return true;
    }

    private static bool TryReadRules(JsonValue value, [NotNullWhen(true)] ref Policy? policy, out string fault)
    {
        fault = "rules";
        Policy shared = policy! with { OnlyJudged = [.. policy!.ListedRows()] };
        policy = null;
        if (value.Kind != JsonKind.Array || value.Items.Length is 0 or > MostRules)
            return false;
        var rules = ImmutableArray.CreateBuilder<PolicyRule>(value.Items.Length);
        foreach (JsonValue item in value.Items)
        {
            if (!TryReadRule(item, shared, out PolicyRule? rule, out string member))
            {
                fault = $"rules[{rules.Count}]{member}";
                return false;
            }

            rules.Add(rule);
        }

        policy = shared with { Rules = rules.MoveToImmutable() };
        fault = "";
        return true;
    }

    private static bool TryReadRule(JsonValue value, Policy shared, [NotNullWhen(true)] out PolicyRule? rule, out string fault)
    {
        rule = null;
        fault = "";
        if (value.Kind != JsonKind.Object)
            return false;
        fault = ".for";
        if (!value.TryGetString("for", out string? purpose) || !(purpose == PolicyRule.AnyPurpose || TextForm.IsLabel(purpose)))
            return false;
        fault = ".above";
        if (!TryReadAmount(value, "above", out Amount? above))
            return false;
        fault = ".upTo";
        if (!TryReadAmount(value, "upTo", out Amount? upTo) || above >= upTo)
            return false;
        if (!TryReadMembers(shared, value.Members.Where(static member => member.Key is not ("for" or "above" or "upTo")), out Policy? demands, out fault))
        {
            fault = $".{fault}";
            return false;
        }

        // A list that the rule has itself asks for its row; one that stands outside only judges it.
        rule = new PolicyRule(purpose, above, upTo, demands with { OnlyJudged = demands.OnlyJudged.Except(value.Members.Select(static member => RowOf(member.Key)).OfType<RowKind>()) });
        return true;
    }

    private static bool TryReadAmount(JsonValue rule, string name, out Amount? amount)
    {
        amount = null;
        if (!rule.TryGet(name, out JsonValue? value))
            return true;
        if (value.Kind != JsonKind.String || !Amount.TryParse(value.Text, out Amount read))
            return false;
        amount = read;
        return true;
    }

    /// <summary>The policy with one member more, or null.</summary>
    private static Policy? ReadMember(Policy policy, string name, JsonValue value) => name switch
    {
        "require" => ReadRows(value) is { } rows ? policy with { Require = rows } : null,
        "anyOf" => ReadAlternatives(value) is { } alternatives ? policy with { AnyOf = alternatives } : null,
        "issuers" => ReadDigests(value) is { } issuers ? policy with { Issuers = issuers } : null,
        "logs" => ReadDigests(value) is { } logs ? policy with { Logs = logs } : null,
        "witnesses" => value.Kind == JsonKind.String && WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(value.Text), out WitnessPolicy? witnesses, out _)
            ? policy with { Witnesses = witnesses }
            : null,
        "models" => ReadDigests(value) is { } ids ? policy with { Models = [.. ids.Select(static id => new ModelId(id))] } : null,
        "semantics" => ReadLabels(value) is { } semantics ? policy with { Semantics = semantics } : null,
        "draws" => ReadDigests(value) is { } draws ? policy with { Draws = draws } : null,
        "dictated" => value.Kind == JsonKind.String && value.Text == "never" ? policy with { RefusesDictated = true } : null,
        "proofKeys" => ReadDigests(value) is { } keys ? policy with { ProofKeys = keys } : null,
        "auditors" => ReadDigests(value) is { } auditors ? policy with { Auditors = auditors } : null,
        "auditQuorum" => value.Kind == JsonKind.String && TextForm.TryReadCount(value.Text, out long quorum) && quorum > 0
            ? policy with { AuditQuorum = quorum }
            : null,
        "nonce" => value.Kind == JsonKind.String && TextForm.IsHex(value.Text, 0, 64) ? policy with { Nonce = value.Text } : null,
        "maxAgeSeconds" => value.Kind == JsonKind.String && TextForm.TryReadCount(value.Text, out long age)
            ? policy with { MaxAgeSeconds = age }
            : null,
        _ => null,
    };

    /// <summary>The row that a list is about; null for another member.</summary>
    private static RowKind? RowOf(string name) => name switch
    {
        "issuers" => RowKind.Signature,
        "logs" => RowKind.Log,
        "witnesses" => RowKind.Witnesses,
        "proofKeys" => RowKind.Proof,
        "auditors" => RowKind.Audit,
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

    private static ImmutableArray<ImmutableSortedSet<RowKind>>? ReadAlternatives(JsonValue value)
    {
        if (value.Kind != JsonKind.Array || value.Items.Length is 0 or > MostAlternatives)
            return null;
        var alternatives = ImmutableArray.CreateBuilder<ImmutableSortedSet<RowKind>>(value.Items.Length);
        foreach (JsonValue item in value.Items)
        {
            if (item.Items.Length > MostAlternatives || ReadRows(item) is not { IsEmpty: false } rows)
                return null;
            alternatives.Add(rows);
        }

        return alternatives.MoveToImmutable();
    }

    private static ImmutableArray<string>? ReadLabels(JsonValue value) =>
        value.Kind == JsonKind.Array && value.Items.All(static item => item.Kind == JsonKind.String && TextForm.IsLabel(item.Text))
            ? [.. value.Items.Select(static item => item.Text)]
            : null;

    private static RowKind? FindRow(string name)
    {
        foreach (RowKind row in Requirable)
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
