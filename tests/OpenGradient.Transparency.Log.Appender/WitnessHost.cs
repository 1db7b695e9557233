using OpenGradient.Transparency.Witness;

namespace OpenGradient.Transparency.Log.Appender;

/// <summary>A witness that cosigns one log until it is killed, and prints where it listens.</summary>
internal static class WitnessHost
{
    /// <param name="args">The witness's directory, its private key, the log's verifier key.</param>
    public static async Task RunAsync(string[] args)
    {
        if (!LogVerifierKey.TryParse(args[2], out LogVerifierKey? log))
            throw new ArgumentException("Not the key of a log.", nameof(args));
        WitnessOptions options = new() { DataDirectory = args[0], Keys = [CosignerSigningKey.Import(args[1])], Logs = [log] };
        await using LogWitness witness = LogWitness.Open(options);
        await using WitnessServer server = await WitnessServer.StartAsync(witness, new WitnessServerOptions { RequestsPerSecond = 0 }).ConfigureAwait(false);
        Console.WriteLine(server.Address);
        await Task.Delay(Timeout.Infinite).ConfigureAwait(false);
    }
}
