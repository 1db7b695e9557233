using System.Collections.Immutable;
using OpenGradient.Cli.Disputes;
using OpenGradient.Cli.Files;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Verifying;

/// <summary>The files that a receipt is held against besides its policy: the request that it should be about, and fraud proofs that may be about it.</summary>
internal sealed class CounterFiles
{
    private readonly (string Path, byte[] Body)? _request;
    private readonly ImmutableArray<(string Path, byte[] Bytes)> _frauds;

    private CounterFiles((string Path, byte[] Body)? request, ImmutableArray<(string Path, byte[] Bytes)> frauds) => (_request, _frauds) = (request, frauds);

    /// <summary>Reads them all.</summary>
    /// <exception cref="InvalidInputException">One cannot be read.</exception>
    public static async Task<CounterFiles> ReadAsync(string? request, string[] frauds, CancellationToken cancellation)
    {
        (string, byte[])? body = request is null ? null : (request, await UserFile.ReadAsync(request, cancellation).ConfigureAwait(false));
        var proofs = ImmutableArray.CreateBuilder<(string, byte[])>(frauds.Length);
        foreach (string fraud in frauds)
            proofs.Add((fraud, await UserFile.ReadAsync(fraud, cancellation).ConfigureAwait(false)));
        return new CounterFiles(body, proofs.MoveToImmutable());
    }

    /// <summary>What they say of a receipt.</summary>
    /// <param name="report">The report about the bundle.</param>
    /// <param name="bundle">The bundle.</param>
    /// <exception cref="InvalidInputException">What should be a request is none, or no receipt is there to compare it with.</exception>
    public Objections HoldAgainst(VerificationReport report, byte[] bundle)
    {
        ImmutableArray<(string Path, FraudReport Report)> frauds = [.. _frauds.Select(static fraud => (fraud.Path, FraudVerifier.Verify(fraud.Bytes, FraudJudge.Judge)))];
        return new Objections(report.Receipt?.Id, frauds, report.Receipt is not null && _request is { } request ? Compare(request.Path, request.Body, bundle) : null);
    }

    /// <summary>What differs between a request and a receipt.</summary>
    private static ImmutableArray<string> Compare(string path, byte[] request, byte[] bundleBytes)
    {
        if (!Bundle.TryParse(bundleBytes, out Bundle? bundle, out _) || !Receipt.TryParse(bundle.Dsse, out Receipt? receipt, out _))
            throw new InvalidInputException(InvalidInputKind.Malformed, "bundle", "there is no receipt in it to compare with.");
        try
        {
            return RequestComparison.Run(request, receipt.Content, bundle.Disclosures);
        }
        catch (InvalidInputException error)
        {
            throw new InvalidInputException(error.Kind, path, $"{error.Subject}: {error.Message}", error);
        }
    }
}
