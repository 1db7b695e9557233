using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Policies drawn from a seed: any of the members that the vectors' policies have, in any company, in rules and outside of them, now and then with a value that is none.</summary>
internal sealed class RandomPolicies(int seed)
{
    private static readonly string[] Rows = ["signature", "log", "witnesses", "input", "output", "draw", "re-execution", "proof", "audit"];
    private static readonly string[] OddRows = ["receipt", "policy", "Signature", ""];
    private static readonly string[] Purposes = ["chat", "transfer", "*", "chat ", ""];
    private static readonly string[] Amounts = ["0", "1", "99.5", "100", "100.0", "100.000000000000000001", "999999999999999999", "01", "-1", "1e2", "1.", ".5", "1000000000000000000", ""];
    private static readonly string[] Odd = ["0", "1", "2", "00", "-1", "9223372036854775807", "9223372036854775808", "never", "Never", "exec-1", new('0', 64), new('F', 64), "", " "];

    private readonly Random _random = new(seed);

    /// <summary>Every value that a policy of a vector gives a member.</summary>
    private readonly ILookup<string, JsonValue> _known = VectorCases.All()
        .Select(static vector => JsonEdit.Parse(System.Text.Encoding.UTF8.GetBytes(vector.Policy)))
        .SelectMany(static policy => policy.Members.Concat(policy.TryGet("rules", out JsonValue? rules) ? rules.Items.SelectMany(static rule => rule.Members) : []))
        .Where(static member => member.Key is not ("rules" or "for" or "above" or "upTo"))
        .ToLookup(static member => member.Key, static member => member.Value);

    /// <summary>The next policy.</summary>
    public byte[] Next()
    {
        List<KeyValuePair<string, JsonValue>> members = Demands(most: 4);
        if (Chance(2))
            members.Add(new("rules", JsonValue.Array([.. Enumerable.Range(0, _random.Next(Chance(10) ? 1 : 4)).Select(_ => Rule())])));
        if (Chance(40))
            members.Add(new("issuer", JsonValue.Array()));
        return CanonicalJson.Serialize(JsonValue.Object([.. members]));
    }

    /// <summary>What it is asked about: mostly what some policy has a rule for.</summary>
    public (string? Purpose, string? Amount) NextPurpose() => (Chance(4) ? null : Purposes[_random.Next(2)], Chance(2) ? null : Amounts[_random.Next(7)]);

    private JsonValue Rule()
    {
        List<KeyValuePair<string, JsonValue>> members = Demands(most: 3);
        members.Add(new("for", Text(Purposes[_random.Next(Chance(20) ? Purposes.Length : 3)])));
        foreach (string bound in (string[])["above", "upTo"])
        {
            if (Chance(3))
                members.Add(new(bound, Text(Amounts[_random.Next(Chance(20) ? Amounts.Length : 7)])));
        }

        return JsonValue.Object([.. members]);
    }

    private List<KeyValuePair<string, JsonValue>> Demands(int most)
    {
        string[] names = [.. _known.Select(static member => member.Key).Order(StringComparer.Ordinal)];
        _random.Shuffle(names);
        return [.. names.Take(_random.Next(most + 1)).Select(name => KeyValuePair.Create(name, Value(name)))];
    }

    /// <summary>A witness policy that is none is refused by one verifier when it is read, by the other when it is used: it is never odd.</summary>
    private JsonValue Value(string name)
    {
        if (name != "witnesses" && Chance(25))
            return OddValue();
        return name switch
        {
            "require" => SomeRows(),
            "anyOf" => JsonValue.Array([.. Enumerable.Range(0, _random.Next(Chance(15) ? 1 : 3) + 1).Select(_ => SomeRows())]),
            _ => Pick([.. _known[name]]),
        };
    }

    private JsonValue SomeRows() => JsonValue.Array([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Text(Chance(40) ? OddRows[_random.Next(OddRows.Length)] : Rows[_random.Next(Rows.Length)]))]);

    private JsonValue OddValue() => _random.Next(6) switch
    {
        0 => JsonValue.Null,
        1 => JsonValue.True,
        2 => JsonEdit.Parse("{}"u8),
        3 => JsonValue.Array(),
        4 => JsonValue.Array(Text(Odd[_random.Next(Odd.Length)])),
        _ => Text(Odd[_random.Next(Odd.Length)]),
    };

    private JsonValue Pick(ImmutableArray<JsonValue> values) => values[_random.Next(values.Length)];

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private static JsonValue Text(string text) => JsonValue.String(text);
}
