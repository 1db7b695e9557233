using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Output;
using OpenGradient.Primitives;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Policies;

/// <summary>What is demanded, and what for: the options of every command that judges a bundle.</summary>
internal static class PolicyOptions
{
    public static Option<string?> CreateFile() => new("--policy") { Description = "What to demand, in JSON or YAML (receipt-1 section 5.9; default: signed and logged)", HelpName = "FILE" };

    public static Option<string?> CreatePurpose() => new("--for") { Description = "What the answer is for: chooses the rule of a policy with rules", HelpName = "PURPOSE" };

    public static Option<string?> CreateAmount() => new("--amount") { Description = "How much it is about, such as 250 or 99.50", HelpName = "AMOUNT" };

    public static async Task<Policy> ReadAsync(string? file, CancellationToken cancellation) =>
        file is null ? Policy.Default : Parse(await ReadJsonAsync(file, cancellation).ConfigureAwait(false), file);

    /// <summary>The text of a policy, in JSON.</summary>
    public static async Task<byte[]> ReadJsonAsync(string file, CancellationToken cancellation)
    {
        byte[] text = await UserFile.ReadAsync(file, cancellation).ConfigureAwait(false);
        return IsJson(text) ? text : PolicyYaml.ToJson(text, file);
    }

    public static Policy Parse(ReadOnlySpan<byte> json, string file) => Policy.TryParse(json, out Policy? policy, out string fault)
        ? policy
        : throw new InvalidInputException(InvalidInputKind.Invalid, file, $"this is no policy: {fault} is not as receipt-1 section 5.9 has it; `{OgCommand.Name} policy schema` prints that.");

    public static Purpose ReadPurpose(string? purpose, string? amount) => Purpose.TryParse(purpose, amount, out Purpose? read)
        ? read.Value
        : throw new InvalidInputException(
            InvalidInputKind.Invalid, amount is null || purpose is not null && !Purpose.TryParse(purpose, null, out _) ? "--for" : "--amount",
            "a purpose is a name such as transfer, an amount a number such as 250 or 99.50, without sign or exponent, with at most 18 digits before and behind the point.");

    /// <summary>A policy in JSON is an object; YAML that begins with a brace would be read as JSON, and refused.</summary>
    private static bool IsJson(ReadOnlySpan<byte> text) => text.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
}
