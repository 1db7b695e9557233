using System.CommandLine;
using OpenGradient.Cli.Output;
using OpenGradient.Primitives;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Cli.Proving;

/// <summary>The options of every command that proves.</summary>
internal static class ProofOptions
{
    public static Option<string?> Profile { get; } = new("--proof-profile")
    {
        Description = "How sure the proof makes: quadratic (100 bits) or cubic (128 bits) (default: quadratic, and cubic for a proof that is too large for it)",
        HelpName = "PROFILE",
    };

    public static Option<long?> Memory { get; } = SizeOption.Create("--memory", "The most memory that the proof may take; more is refused before it begins (default: three quarters of what there is)", least: 1 << 20);

    /// <exception cref="InvalidInputException">There is no such profile.</exception>
    public static ProverOptions Read(ParseResult arguments)
    {
        ProverOptions options = new() { Profile = ReadProfile(arguments), MayUseCubic = arguments.GetValue(Profile) is null };
        return arguments.GetValue(Memory) is { } bytes ? options with { MemoryLimitBytes = bytes } : options;
    }

    /// <exception cref="InvalidInputException">There is no such profile.</exception>
    public static ProofProfile ReadProfile(ParseResult arguments) => arguments.GetValue(Profile) switch
    {
        null or "quadratic" => ProofProfile.Quadratic,
        "cubic" => ProofProfile.Cubic,
        _ => throw new InvalidInputException(InvalidInputKind.Invalid, "--proof-profile", "This is quadratic or cubic."),
    };
}
