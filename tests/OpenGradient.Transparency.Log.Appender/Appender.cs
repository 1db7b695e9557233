using System.Security.Cryptography;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log.Appender;

/// <summary>Appends as fast as it can until it is killed, and prints each entry after it was told that the entry is durable.</summary>
internal static class Appender
{
    private static readonly Lock OutputGate = new();

    /// <param name="args">The log's directory, the log's private key, the number of concurrent appenders; or <c>witness</c> and what <see cref="WitnessHost"/> takes.</param>
    private static async Task Main(string[] args)
    {
        if (args[0] == "witness")
        {
            await WitnessHost.RunAsync(args[1..]).ConfigureAwait(false);
            return;
        }

        using LogSigningKey key = LogSigningKey.Import(args[1]);
        LogOptions options = new() { CheckpointInterval = TimeSpan.FromMilliseconds(3) };
        await using TransparencyLog log = await TransparencyLog.OpenAsync(args[0], key, options, TimeProvider.System).ConfigureAwait(false);
        using StreamWriter output = new(Console.OpenStandardOutput()) { AutoFlush = true };
        await Task.WhenAll(Enumerable.Range(0, int.Parse(args[2])).Select(_ => Task.Run(() => AppendAsync(log, output)))).ConfigureAwait(false);
    }

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
