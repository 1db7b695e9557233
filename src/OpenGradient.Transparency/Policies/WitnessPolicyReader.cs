using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OpenGradient.Transparency;

/// <summary>Reads a policy line by line; whatever is not understood makes the whole policy refused.</summary>
/// <remarks>Names are octets: they are kept as Latin-1, where two are equal exactly if their octets are, and shown as UTF-8.</remarks>
internal sealed class WitnessPolicyReader
{
    private readonly ImmutableArray<PolicyLog>.Builder _logs = ImmutableArray.CreateBuilder<PolicyLog>();
    private readonly ImmutableArray<PolicyWitness>.Builder _witnesses = ImmutableArray.CreateBuilder<PolicyWitness>();
    private readonly SortedDictionary<string, QuorumRule> _names = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _members = new(StringComparer.Ordinal);
    private QuorumRule? _quorum;
    private int _groupCount;

    public static bool TryRead(ReadOnlySpan<byte> text, [NotNullWhen(true)] out WitnessPolicy? policy, out string fault)
    {
        policy = null;
        fault = text.Length > WitnessPolicy.MaxBytes ? $"it has more than {WitnessPolicy.MaxBytes} bytes" : "";
        WitnessPolicyReader reader = new();
        string[] lines = fault.Length == 0 ? Encoding.Latin1.GetString(text).Split('\n') : [];
        for (int i = 0; i < lines.Length; i++)
        {
            if (reader.Read(lines[i]) is not { } problem)
                continue;
            fault = $"line {i + 1}: {problem}";
            return false;
        }

        if (fault.Length == 0 && reader._quorum is null)
            fault = "it has no quorum line";
        if (fault.Length > 0)
            return false;
        policy = new WitnessPolicy(reader._logs.ToImmutable(), reader._witnesses.ToImmutable(), reader._quorum!);
        return true;
    }

    /// <summary>What is wrong with a line; null if nothing is.</summary>
    private string? Read(string line)
    {
        // SPEC: "the allowed octet values are 0x09 (tab), 0x0A (newline), 0x20-0x7E, and 0x80-0xFF".
        if (line.Any(static c => c is (< ' ' and not '\t') or '\x7f'))
            return "a control character";
        string[] items = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (items.Length == 0 || items[0][0] == '#')
            return null;
        return items[0] switch
        {
            "log" => ReadLog(items),
            "witness" => ReadWitness(items),
            "group" => ReadGroup(items),
            "quorum" => ReadQuorum(items),
            _ => "it begins with none of log, witness, group and quorum",
        };
    }

    private string? ReadLog(string[] items)
    {
        if (items.Length is < 2 or > 3)
            return "a log line is: log vkey [url]";
        if (!LogVerifierKey.TryParse(Shown(items[1]), out LogVerifierKey? key))
            return "not the Ed25519 verifier key of a log";
        if (_logs.Any(log => log.Key.KeyDigest == key.KeyDigest))
            return "the key of a log that is listed already";
        if (_logs.Count == WitnessPolicy.MaxItems)
            return "too many logs";
        _logs.Add(new PolicyLog(key, items.Length == 3 ? Shown(items[2]) : null));
        return null;
    }

    private string? ReadWitness(string[] items)
    {
        if (items.Length is < 3 or > 4)
            return "a witness line is: witness name vkey [url]";
        if (!CosignerKey.TryParse(Shown(items[2]), out CosignerKey? key))
            return "not the verifier key of a witness, of type 0x04 or 0x06";
        if (_witnesses.Any(witness => witness.Key.PublicKey.SequenceEqual(key.PublicKey)))
            return "the key of a witness that is listed already";
        if (_witnesses.Count == WitnessPolicy.MaxItems)
            return "too many witnesses";
        if (Define(items[1], QuorumRule.Of(_witnesses.Count)) is { } problem)
            return problem;
        _witnesses.Add(new PolicyWitness(Shown(items[1]), key, items.Length == 4 ? Shown(items[3]) : null));
        return null;
    }

    private string? ReadGroup(string[] items)
    {
        if (items.Length < 4)
            return "a group line is: group name all|any|k member…";
        string[] names = items[3..];
        foreach (string name in names)
        {
            if (!_names.ContainsKey(name))
                return $"{Shown(name)} is not defined above";
            if (!_members.Add(name))
                return $"{Shown(name)} is a member already";
        }

        if (!TryReadThreshold(items[2], names.Length, out int threshold))
            return $"the threshold is all, any, or a number from 1 to {names.Length}";
        if (_groupCount++ == WitnessPolicy.MaxItems)
            return "too many groups";
        return Define(items[1], new QuorumRule(-1, threshold, [.. names.Select(name => _names[name])]));
    }

    private string? ReadQuorum(string[] items)
    {
        if (items.Length != 2)
            return "a quorum line is: quorum name|none";
        if (_quorum is not null)
            return "a second quorum line";
        if (items[1] != NoneName && !_names.TryGetValue(items[1], out _quorum))
            return $"{Shown(items[1])} is not defined above";
        _quorum ??= QuorumRule.None;
        return null;
    }

    private string? Define(string name, QuorumRule rule) =>
        name != NoneName && _names.TryAdd(name, rule) ? null : $"the name {Shown(name)} is taken";

    private static bool TryReadThreshold(string text, int count, out int threshold)
    {
        threshold = text == "any" ? 1 : count;
        if (text is "any" or "all")
            return true;
        bool isNumber = Decimal64.TryParse(text, out ulong number) && number >= 1 && number <= (ulong)count;
        threshold = isNumber ? (int)number : 0;
        return isNumber;
    }

    /// <summary>Octets as text; those that are not UTF-8 become U+FFFD.</summary>
    private static string Shown(string octets) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(octets));

    private const string NoneName = "none";
}
