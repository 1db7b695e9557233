using System.Collections.Immutable;
using System.Text;
using OpenGradient.Cli.Output;
using OpenGradient.Interop;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Signing;

/// <summary>A verdict over a signature of others, as it is printed: for people, or as JSON.</summary>
/// <param name="Facts">What was looked at, by name, in order.</param>
/// <param name="Faults">What is wrong; empty if nothing is.</param>
/// <param name="Establishes">What is established if nothing is wrong.</param>
/// <param name="DoesNotEstablish">What is not, whatever is found.</param>
internal sealed record EvidenceReport(
    ImmutableArray<(string Name, string Value)> Facts, ImmutableArray<EvidenceFault> Faults, ImmutableArray<string> Establishes, ImmutableArray<string> DoesNotEstablish)
{
    private const int ShownFaults = 20;

    /// <summary>As `og verify`: 0 accepted, 2 invalid, 3 could not be checked.</summary>
    public int ExitCode => Faults.IsEmpty
        ? Output.ExitCode.Done
        : Faults.All(static fault => fault.IsUnverifiable) ? Output.ExitCode.Unverifiable : Output.ExitCode.Invalid;

    private string Verdict => ExitCode switch
    {
        Output.ExitCode.Done => "valid",
        Output.ExitCode.Unverifiable => "unverifiable",
        _ => "invalid",
    };

    public int Print(bool asJson)
    {
        if (asJson)
            Console.WriteLine(Encoding.UTF8.GetString(CanonicalJson.Serialize(ToJson())));
        else
            PrintText();
        return ExitCode;
    }

    private void PrintText()
    {
        foreach ((string name, string value) in Facts)
            Console.WriteLine($"{name,-10} {TerminalText.OneLine(value)}");
        foreach (EvidenceFault fault in Faults.Take(ShownFaults))
            Console.WriteLine($"{(fault.IsUnverifiable ? "unverified" : "invalid"),-10} {TerminalText.OneLine(fault.ToString())}");
        if (Faults.Length > ShownFaults)
            Console.WriteLine($"{"",-10} and {Faults.Length - ShownFaults} more; --json has all");
        if (Faults.IsEmpty)
            SentenceList.Print("establishes", Establishes);
        SentenceList.Print("does not establish", DoesNotEstablish);
        Console.WriteLine(ExitCode == Output.ExitCode.Done ? "accepted" : $"not accepted: {(ExitCode == Output.ExitCode.Invalid ? "invalid" : "could not be checked")}");
    }

    private JsonValue ToJson() => JsonValue.Object(
    [
        ("verdict", JsonValue.String(Verdict)),
        .. Facts.Select(static fact => (fact.Name, JsonValue.String(fact.Value))),
        ("faults", JsonValue.Array([.. Faults.Select(static fault => JsonValue.Object(
            ("code", JsonValue.String(fault.Code.WireName())),
            ("field", JsonValue.String(fault.Field)),
            ("reason", JsonValue.String(fault.Reason))))])),
        ("establishes", Texts(Faults.IsEmpty ? Establishes : [])),
        ("doesNotEstablish", Texts(DoesNotEstablish)),
    ]);

    private static JsonValue Texts(ImmutableArray<string> sentences) => JsonValue.Array([.. sentences.Select(JsonValue.String)]);
}
