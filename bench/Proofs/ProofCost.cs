using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using OpenGradient.Models.Tests.Quantization;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests;
using OpenGradient.Zk.Prover.Tests.Models;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Benchmarks;

/// <summary>What a proof costs, by the parameters of the profile: an integer perceptron with random weights, or a compiled network by its name.</summary>
/// <remarks><c>dotnet run -c Release --project bench/Proofs -- [turns, 5] [widths, 784-128-10, or nanogpt, lenet-5, cifar-cnn, resnet-18] [what is hidden, nothing, or inputs, weights, both] [blake3, for the profiles with either hash, one after the other]</c>; with <c>costs [picture.svg]</c> how cost grows with width, depth and tokens;
/// with <c>cancel [network]</c> how long a proof goes on after it was called off.</remarks>
internal static class ProofCost
{
    /// <summary>In so many proofs a key hides the weights here: enough for whatever is measured of a model.</summary>
    private const int KeyProofCount = 42;

    private static void Main(string[] args)
    {
        switch (args)
        {
            case ["cost", var name, var size]:
                Console.Write(CostSeries.Measure(name, int.Parse(size, CultureInfo.InvariantCulture)));
                break;
            case ["costs", .. var path]:
                ReportGrowth(path.FirstOrDefault());
                break;
            case ["cancel", .. var name]:
                CancellationDelay.Report(name.FirstOrDefault() ?? "resnet-18");
                break;
            default:
                ReportOne(args);
                break;
        }
    }

    /// <summary>A table of how cost grows, and a picture of it if there is a path.</summary>
    private static void ReportGrowth(string? path)
    {
        (CostSeries Series, CostPoint[] Points)[] all = [.. CostSeries.All.Select(static series => (series, series.Measure()))];
        foreach ((CostSeries series, CostPoint[] points) in all)
        {
            Console.WriteLine($"| {series.Name} | weights | {string.Join(" | ", CostPoint.Names)} |\n|--:|--:|--:|--:|--:|--:|");
            foreach (CostPoint point in points)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {point.Size} | {point.Weights:N0} | {point.ProveMilliseconds:F0} | {point.VerifyMilliseconds:F1} | {point.ProofKilobytes:F0} | {point.PeakMegabytes:F0} |"));
            Console.WriteLine();
        }

        if (path is not null)
            File.WriteAllText(path, CostPicture.Draw(all));
    }

    /// <summary>One model, by the profile with trees of Keccak-256; if asked for, by that with trees of BLAKE3, too.</summary>
    private static void ReportOne(string[] args)
    {
        bool isCompared = args is [.., "blake3"];
        foreach (TreeHash trees in isCompared ? Enum.GetValues<TreeHash>() : [TreeHash.Keccak256])
            ReportOne(isCompared ? args[..^1] : args, trees);
    }

    private static void ReportOne(string[] args, TreeHash trees)
    {
        int turns = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        string what = args.Length > 1 ? args[1] : "784-128-10";
        Visibility visibility = args.Length > 2 ? new(HidesInputs: args[2] is "inputs" or "both", HidesWeights: args[2] is "weights" or "both") : Visibility.Public;
        if (char.IsAsciiDigit(what[0]))
        {
            SmallCore core = new(seed: 1, batch: 1, [.. what.Split('-').Select(static width => int.Parse(width, CultureInfo.InvariantCulture))]) { Visibility = visibility, KeyProofCount = KeyProofCount, Trees = trees };
            Report(turns, core.Run, core.CommitKey, key => core.State(core.Run(), key));
        }
        else
        {
            ProofParameters parameters = (visibility.IsHiding ? ProofParameters.HidingDefault : ProofParameters.Default) with { Trees = trees };
            var core = CompiledCore.Create(ConvolutionNetworks.Create(what) ?? SmallNetworks.Create(what), parameters, visibility, KeyProofCount);
            Report(turns, core.Run, () => core.CommitKey()!, core.State);
        }
    }

    private static void Report(int turns, Func<CoreWitness> run, Func<CommittedColumns> commitKey, Func<CommittedColumns, CoreStatement> state)
    {
        CoreWitness witness = run();
        CommittedColumns key = commitKey();
        CoreStatement statement = state(key);
        CoreStatement unsaid = statement;
        statement = statement with { Parameters = ParameterChoice.For<QuadraticExtension>(statement) };
        Console.WriteLine(statement.Parameters);
        Console.WriteLine($"{statement.Circuit.Steps.Length} steps, {statement.Circuit.WitnessColumns.Length} columns of {statement.Circuit.WitnessColumns.Sum(static column => 1L << column.VariableCount):N0}, {statement.Circuit.Lookups.Sum(lookup => 1L << statement.Circuit.WitnessColumns[lookup.Column].VariableCount):N0} lookups");
        byte[] proof = [];
        Report("run", turns, () => run());
        Report("key", turns, () => commitKey());
        Report("choose", turns, () => ParameterChoice.For<QuadraticExtension>(unsaid));
        Report("prove", turns, () => proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key, CancellationToken.None));
        Report("verify", turns, () => Trace.Assert(CoreVerifier.Verify<QuadraticExtension>(statement, proof) == ProofFault.None));
        if (!statement.Circuit.Visibility.IsHiding)
            ReportPhases(turns, statement, witness, key);
        foreach (SoundnessTerm term in CoreVerifier.Weigh<QuadraticExtension>(statement).Terms)
            Console.WriteLine($"{term.Part,-9} {term.Rule.Name,-16} {term.Rule.Formula,-24} {term.CentiBits / 100.0:F2} bits");
        Console.WriteLine($"memory  {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6,10:F0} MB at most");
        Console.WriteLine($"proof   {proof.Length,10:N0} bytes, SHA-256 {Convert.ToHexString(SHA256.HashData(proof))[..16]}");
    }

    /// <summary>The steps of <see cref="CoreProver"/>, each timed by itself.</summary>
    private static void ReportPhases(int turns, CoreStatement statement, CoreWitness witness, CommittedColumns key)
    {
        Circuit circuit = statement.Circuit;
        ImmutableArray<long[]> columns = [.. Enumerable.Range(0, circuit.WitnessColumns.Length).Select(witness.Column)];
        CommittedColumns committed = key;
        Report("commit", turns, () => committed = CommittedColumns.CreateWitness(statement.Parameters.WitnessShape(circuit), circuit.WitnessColumns, columns, ProverRandomness.Secure, CancellationToken.None));
        ProverClaims<QuadraticExtension> claims = new(circuit);
        Report("lookup", turns, () => LookupProver.Prove(Write(statement), circuit, statement.Parameters.LookupWorkBits, (FieldCells)committed.Committed.Cells, claims = new(circuit), CancellationToken.None));
        Report("steps", turns, () =>
        {
            claims = new(circuit);
            ProofWriter writer = Write(statement);
            LookupProver.Prove(writer, circuit, statement.Parameters.LookupWorkBits, (FieldCells)committed.Committed.Cells, claims, CancellationToken.None);
            long start = Stopwatch.GetTimestamp();
            CoreProver.ClaimOutputs(writer, circuit, witness, claims);
            foreach (CircuitStep step in circuit.Steps.Reverse())
                StepProver.Prove(writer, witness, step, claims);
            return Stopwatch.GetElapsedTime(start);
        });
        Report("open", turns, () => ColumnsProver.Prove<QuadraticExtension>(Write(statement), statement.Parameters, [(committed, claims.OfWitness), (key, claims.OfKey)], ProverRandomness.Secure, CancellationToken.None));
    }

    private static ProofWriter Write(CoreStatement statement) => new(statement.Open<QuadraticExtension>());

    private static void Report(string name, int turns, Action action) => Report(name, turns, () =>
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    });

    /// <summary>The least of several turns, of the time and of what both cores worked: what disturbs can only add.</summary>
    private static void Report(string name, int turns, Func<TimeSpan> measure)
    {
        for (int turn = 0; turn < turns; turn++)
            measure(); // until everything is compiled for good
        var times = new double[turns];
        var work = new double[turns];
        long allocated = GC.GetTotalAllocatedBytes();
        for (int turn = 0; turn < turns; turn++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            times[turn] = measure().TotalMilliseconds;
            work[turn] = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
        }

        allocated = (GC.GetTotalAllocatedBytes() - allocated) / turns;
        Array.Sort(times);
        Console.WriteLine($"{name,-7} {times[0],10:F1} ms at least, {times[turns / 2],10:F1} ms in the middle of {turns} turns, {work.Min(),10:F1} ms of work, {allocated / 1e6,8:F1} MB allocated");
    }
}
