using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OpenGradient.Cli.Files;
using OpenGradient.Interop;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Twins;

/// <summary>What <c>og receipt export --form air</c> needs beside a receipt: the enclave's key and document, and what was measured. None of it has a default.</summary>
internal static class AirExportOptions
{
    private static readonly Option<string?> Key = new("--key") { Description = "For air: the enclave's Ed25519 private key in PEM; it belongs inside, and so does this command", HelpName = "FILE" };
    private static readonly Option<string?> Attestation = CreateAttestation("For air: the platform's document that names this key and the issuer's: of AWS Nitro Enclaves, or a quote of Intel TDX");
    private static readonly Option<string[]> Roots = CreateRoots("For air: a root certificate of the platform, in PEM or DER; may be repeated");
    private static readonly Option<long?> ExecutionTime = CreateCount("--execution-time-ms", "For air: how long this inference took, as you measured it");
    private static readonly Option<long?> MemoryPeak = CreateCount("--memory-peak-mb", "For air: the most memory that it had, as you measured it");
    private static readonly Option<string?> PolicyVersion = new("--policy-version") { Description = "For air: the version of the policy that the enclave runs under, as you name it", HelpName = "LABEL" };
    private static readonly Option<string?> SecurityMode = CreateMode();
    private static readonly Option<string?> Token = new("--token") { Description = "For air: the disclosure token that came with the answer; needed from another machine", HelpName = "TOKEN" };

    private static readonly ImmutableArray<Option> Required = [Key, Attestation, Roots, ExecutionTime, MemoryPeak, PolicyVersion, SecurityMode];

    public static ImmutableArray<Option> All => [.. Required, Token];

    public static Option<string?> CreateAttestation(string description) => new("--attestation") { Description = description, HelpName = "FILE" };

    public static Option<string[]> CreateRoots(string description) => new("--root") { Description = description, HelpName = "FILE" };

    /// <summary>All that is needed is there, and nothing of it where it means nothing.</summary>
    public static void Validate(CommandResult result, bool isAir)
    {
        foreach (Option option in Required)
        {
            if (isAir && result.GetResult(option) is null)
                result.AddError($"--form air needs {option.Name} {option.HelpName}: what an AIR receipt claims comes from somewhere, and nothing is filled in.");
        }

        foreach (Option option in All)
        {
            if (!isAir && result.GetResult(option) is not null)
                result.AddError($"{option.Name} is for --form air.");
        }
    }

    /// <summary>The disclosure token, if one was given.</summary>
    public static string? TokenOf(ParseResult arguments) => arguments.GetValue(Token);

    /// <summary>Signs the AIR receipt of a bundle.</summary>
    /// <exception cref="InvalidInputException">A file is not what it should be, or a claim has nothing behind it.</exception>
    public static async Task<SignedAir> SignAsync(ParseResult arguments, byte[] bundle, CancellationToken cancellation)
    {
        string path = arguments.GetValue(Attestation)!;
        byte[] bytes = await UserFile.ReadAsync(path, cancellation).ConfigureAwait(false);
        if (!AttestationDocument.TryParse(bytes, out AttestationDocument? document))
            throw new InvalidInputException(InvalidInputKind.Malformed, $"--attestation {path}", "this is no document of AWS Nitro Enclaves, and no quote (version 4 or 5) of Intel TDX.");
        ImmutableArray<Certificate> roots = await ReadRootsAsync(arguments.GetValue(Roots) ?? [], cancellation).ConfigureAwait(false);
        AirWorkload workload = new(arguments.GetValue(ExecutionTime)!.Value, arguments.GetValue(MemoryPeak)!.Value, arguments.GetValue(PolicyVersion)!, arguments.GetValue(SecurityMode)!);
        string keyPath = arguments.GetValue(Key)!;
        if (!AirSigningKey.TryImportPem(await UserFile.ReadTextAsync(keyPath, cancellation).ConfigureAwait(false), out AirSigningKey? key))
            throw new InvalidInputException(InvalidInputKind.Malformed, $"--key {keyPath}", "this is no Ed25519 private key in PEM, as `openssl genpkey -algorithm ed25519` writes it.");
        using (key)
        {
            return AirExport.Sign(bundle, document, roots, workload, key, out AirRefusal? refusal) is { } air
                ? new SignedAir(air, key.PublicKey, new AirCompanions { Bundle = bundle, Attestation = bytes, Roots = roots })
                : throw new InvalidInputException(InvalidInputKind.Invalid, refusal!.Claim, refusal.Reason);
        }
    }

    /// <summary>The certificates of files in PEM or DER.</summary>
    /// <exception cref="InvalidInputException">A file holds something else.</exception>
    public static async Task<ImmutableArray<Certificate>> ReadRootsAsync(string[] paths, CancellationToken cancellation)
    {
        var roots = ImmutableArray.CreateBuilder<Certificate>();
        foreach (string path in paths)
        {
            byte[] bytes = await UserFile.ReadAsync(path, cancellation).ConfigureAwait(false);
            if (!Certificate.TryParseAll(bytes, out ImmutableArray<Certificate> certificates))
                throw new InvalidInputException(InvalidInputKind.Malformed, $"--root {path}", "this is no certificate in PEM or DER: the platform publishes its root as one.");
            roots.AddRange(certificates);
        }

        return roots.ToImmutable();
    }

    private static Option<long?> CreateCount(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens is [var token] ? token.Value : "";
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
                return number;
            result.AddError($"{name} takes a whole number that was measured, not '{text}'.");
            return null;
        },
    };

    private static Option<string?> CreateMode()
    {
        Option<string?> mode = new("--security-mode") { Description = $"For air: {AirWorkload.Production} or {AirWorkload.Evaluation}; an enclave in debug mode is never the first", HelpName = "MODE" };
        mode.AcceptOnlyFromAmong(AirWorkload.Production, AirWorkload.Evaluation);
        return mode;
    }
}
