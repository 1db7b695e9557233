using System.CommandLine;
using OpenGradient.Cli.Output;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Cli.Proving;

/// <summary>The options of every command that proves.</summary>
internal static class ProofOptions
{
    public static Option<string?> Profile { get; } = new("--proof-profile")
    {
        Description = "How sure the proof makes: quadratic (100 bits) or cubic (128 bits); either also with -blake3, which hashes faster and is for no contract (default: quadratic, and cubic for a proof that is too large for it)",
        HelpName = "PROFILE",
    };

    public static Option<long?> Memory { get; } = SizeOption.Create("--memory", "The most memory that the proof may take; more is refused before it begins (default: three quarters of what there is)", least: 1 << 20);

    public static Option<string?> Private { get; } = new("--private")
    {
        Description = "What the proof hides: inputs, weights or both (default: nothing). Private weights are behind the key that `og model commit --private` made, or behind one for this proof alone",
        HelpName = "WHAT",
    };

    public static Option<string?> Opening { get; } = new("--opening")
    {
        Description = "Where to write what shows later that the proof hides just these inputs, for those who may see them; without it nobody can show it",
        HelpName = "FILE",
    };

    public static Option<string?> Nonce { get; } = new("--nonce")
    {
        Description = "Make the proof for these 32 bytes of whoever asks for it, who can demand them of it: 64 hexadecimal digits (default: zeros)",
        HelpName = "HEX",
    };

    /// <exception cref="InvalidInputException">There is no such profile, nothing of that name to hide, or no such nonce.</exception>
    public static ProverOptions Read(ParseResult arguments)
    {
        ProverOptions options = new() { Profile = ReadProfile(arguments), MayUseCubic = arguments.GetValue(Profile) is null, Visibility = ReadVisibility(arguments) };
        if (ReadDigits(arguments.GetValue(Nonce), Nonce.Name, "nonce") is { } nonce)
            options = options with { Nonce = [.. Convert.FromHexString(nonce)] };
        return arguments.GetValue(Memory) is { } bytes ? options with { MemoryLimitBytes = bytes } : options;
    }

    /// <summary>32 bytes in small hexadecimal digits; null for null.</summary>
    /// <exception cref="InvalidInputException">It is something else.</exception>
    public static string? ReadDigits(string? text, string option, string what) => text is null || (text.Length == 64 && text.All(char.IsAsciiHexDigit))
        ? text?.ToLowerInvariant()
        : throw new InvalidInputException(InvalidInputKind.Invalid, option, $"this is no {what}: it has 64 hexadecimal digits.");

    /// <exception cref="InvalidInputException">There is nothing of that name to hide, or an opening of nothing.</exception>
    private static ProofVisibility ReadVisibility(ParseResult arguments)
    {
        ProofVisibility visibility = VisibilityNames.Read(arguments.GetValue(Private), "--private");
        return arguments.GetValue(Opening) is null || visibility.HasFlag(ProofVisibility.PrivateInputs)
            ? visibility
            : throw new InvalidInputException(InvalidInputKind.Invalid, "--opening", "Only a proof of private inputs has an opening: --private inputs, or both.");
    }

    /// <exception cref="InvalidInputException">There is no such profile.</exception>
    public static ProofProfile ReadProfile(ParseResult arguments) => ProfileNames.Read(arguments.GetValue(Profile), Profile.Name);
}
