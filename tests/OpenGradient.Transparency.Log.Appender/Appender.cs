using System.Security.Cryptography;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Witness;

namespace OpenGradient.Transparency.Log.Appender;

/// <summary>Appends as fast as it can until it is killed, and prints each entry after it was told that the entry is durable.</summary>
internal static class Appender
{
    private static readonly Lock OutputGate = new();

    /// <param name="args">The log's directory, the log's private key, the number of concurrent appenders and, if there are witnesses, a file with their policy; or <c>witness</c> and what <see cref="WitnessHost"/> takes.</param>
    private static async Task Main(string[] args)
    {
        if (args[0] == "witness")
        {
            await WitnessHost.RunAsync(args[1..]).ConfigureAwait(false);
            return;
        }

        using LogSigningKey key = LogSigningKey.Import(args[1]);
        using WitnessPanel? panel = args.Length > 3 ? new WitnessPanel(ReadPolicy(args[3]), new WitnessPanelOptions(), TimeProvider.System) : null;
        LogOptions options = new() { CheckpointInterval = TimeSpan.FromMilliseconds(3), Witnesses = panel };
        await using TransparencyLog log = await TransparencyLog.OpenAsync(args[0], key, options, TimeProvider.System).ConfigureAwait(false);
        using StreamWriter output = new(Console.OpenStandardOutput()) { AutoFlush = true };
        await Task.WhenAll(Enumerable.Range(0, int.Parse(args[2])).Select(_ => Task.Run(() => AppendAsync(log, output)))).ConfigureAwait(false);
    }

    private static WitnessPolicy ReadPolicy(string path) => WitnessPolicy.TryParse(File.ReadAllBytes(path), out WitnessPolicy? policy, out string fault)
        ? policy
        : throw new ArgumentException($"Not a policy: {fault}.", nameof(path));

    private static async Task AppendAsync(TransparencyLog log, StreamWriter output)
    {
        while (true)
        {
            ReceiptId receipt = new(new Digest(RandomNumberGenerator.GetBytes(Digest.SizeBytes)));
            ulong index = await log.AppendAsync(receipt).ConfigureAwait(false);
            lock (OutputGate)
                output.Write($"{index} {receipt}\n");
        }
    }
}
