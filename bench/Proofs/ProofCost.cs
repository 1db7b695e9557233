using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Benchmarks;

/// <summary>What a proof costs: an integer perceptron with random weights, by the parameters of the profile.</summary>
/// <remarks><c>dotnet run -c Release --project bench/Proofs -- [turns, 5] [widths, 784-128-10]</c></remarks>
internal static class ProofCost
{
    private static void Main(string[] args)
    {
        int turns = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        int[] widths = [.. (args.Length > 1 ? args[1] : "784-128-10").Split('-').Select(static width => int.Parse(width, CultureInfo.InvariantCulture))];
        SmallCore core = new(seed: 1, batch: 1, widths) { Parameters = ProofParameters.Default };
        CoreWitness witness = core.Run();
        CommittedColumns key = core.CommitKey();
        CoreStatement statement = core.State(witness, key);
        byte[] proof = [];
        Report("run", turns, () => core.Run());
        Report("key", turns, () => core.CommitKey());
        Report("prove", turns, () => proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key, CancellationToken.None));
        Report("verify", turns, () => Trace.Assert(CoreVerifier.Verify<QuadraticExtension>(statement, proof) == ProofFault.None));
        Console.WriteLine($"proof  {proof.Length,10:N0} bytes, SHA-256 {Convert.ToHexString(SHA256.HashData(proof))[..16]}");
    }

    /// <summary>The least of several turns: what disturbs can only add.</summary>
    private static void Report(string name, int turns, Action action)
    {
        List<double> times = [];
        for (int turn = 0; turn < turns; turn++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"{name,-6} {times[0],10:F1} ms at least, {times[turns / 2],10:F1} ms in the middle of {turns} turns");
    }
}
