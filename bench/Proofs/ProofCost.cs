using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests;
using OpenGradient.Zk.Prover.Transcripts;
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
        ReportPhases(turns, statement, witness, key);
        Console.WriteLine($"proof   {proof.Length,10:N0} bytes, SHA-256 {Convert.ToHexString(SHA256.HashData(proof))[..16]}");
    }

    /// <summary>The steps of <see cref="CoreProver"/>, each timed by itself.</summary>
    private static void ReportPhases(int turns, CoreStatement statement, CoreWitness witness, CommittedColumns key)
    {
        Circuit circuit = statement.Circuit;
        ImmutableArray<long[]> columns = [.. Enumerable.Range(0, circuit.WitnessColumns.Length).Select(witness.Column)];
        CommittedColumns committed = key;
        Report("commit", turns, () => committed = CommittedColumns.Create(statement.Parameters, circuit.WitnessColumns, columns));
        ProverClaims<QuadraticExtension> claims = new(circuit);
        Report("lookup", turns, () => LookupProver.Prove(Write(statement), circuit, witness, claims = new(circuit)));
        Report("steps", turns, () =>
        {
            claims = new(circuit);
            ProofWriter writer = Write(statement);
            LookupProver.Prove(writer, circuit, witness, claims);
            long start = Stopwatch.GetTimestamp();
            CoreProver.ClaimOutputs(writer, circuit, witness, claims);
            foreach (CircuitStep step in circuit.Steps.Reverse())
                StepProver.Prove(writer, witness, step, claims);
            return Stopwatch.GetElapsedTime(start);
        });
        Report("open", turns, () => committed.Open(Write(statement), statement.Parameters, claims.OfWitness, CancellationToken.None));
        Report("openkey", turns, () => key.Open(Write(statement), statement.Parameters, claims.OfKey, CancellationToken.None));
    }

    private static ProofWriter Write(CoreStatement statement) => new(statement.Open<QuadraticExtension>());

    private static void Report(string name, int turns, Action action) => Report(name, turns, () =>
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    });

    /// <summary>The least of several turns: what disturbs can only add.</summary>
    private static void Report(string name, int turns, Func<TimeSpan> measure)
    {
        for (int turn = 0; turn < turns; turn++)
            measure(); // until everything is compiled for good
        double[] times = [.. Enumerable.Range(0, turns).Select(_ => measure().TotalMilliseconds).Order()];
        Console.WriteLine($"{name,-7} {times[0],10:F1} ms at least, {times[turns / 2],10:F1} ms in the middle of {turns} turns");
    }
}
