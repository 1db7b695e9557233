using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using OpenGradient.Benchmarks.ProvableModels.Networks;
using OpenGradient.Execution;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Benchmarks.ProvableModels;

/// <summary>What became of an example network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Verdict">What the verifier said, or why there was nothing to verify.</param>
internal sealed record NetworkTrial(string Name, string Verdict)
{
    public long ParameterCount { get; init; }

    /// <summary>Of the integer model; null if it did not compile.</summary>
    public double? Error { get; init; }

    public TimeSpan? Proving { get; init; }

    public TimeSpan? Verifying { get; init; }

    public int? ProofBytes { get; init; }

    /// <summary>What <see cref="ProofEstimate"/> said, and the most that the process took, runtime and compiler with it.</summary>
    public (long Estimated, long Peak)? MemoryBytes { get; init; }

    /// <summary>From the file to the verdict, or, if it is quick, to the error of the integer model.</summary>
    public static NetworkTrial Run(ExampleNetwork network, bool isQuick)
    {
        NetworkTrial trial = new(network.Name, "");
        try
        {
            using var compiled = CompiledNetwork.Of(network);
            trial = trial with { ParameterCount = compiled.ParameterCount, Error = compiled.MeasureError() };
            return isQuick ? trial with { Verdict = "compiled" } : trial.Prove(compiled);
        }
        catch (InvalidInputException refusal)
        {
            return trial with { Verdict = $"refused: {refusal.Message}" };
        }
    }

    /// <summary>The row of the table.</summary>
    public string ToRow() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Name} | {ParameterCount:N0} | {Verdict} | {Error:P4} | {Proving?.TotalMilliseconds:N0} | {Verifying?.TotalMilliseconds:N0} | {ProofBytes / 1000:N0} | {MemoryBytes?.Estimated / 1e6:N0} | {MemoryBytes?.Peak / 1e6:N0} |");

    private NetworkTrial Prove(CompiledNetwork network)
    {
        var prover = ModelProver.Create(network.Integers.Program, network.Integers.Constants);
        long estimated = prover.Estimate([.. network.Inputs.Select(static input => input.Shape)]).MemoryBytes;
        _ = prover.Commitment;
        ImmutableArray<Tensor> outputs = Executable.Load(network.Integers.Program, network.Integers.Constants).Run(network.Inputs, default).Outputs;
        long start = Stopwatch.GetTimestamp();
        ModelProof proof = prover.Prove(network.Inputs, new ProverOptions(), progress: null, default);
        TimeSpan proving = Stopwatch.GetElapsedTime(start);
        byte[] bytes = proof.File.ToBytes();
        start = Stopwatch.GetTimestamp();
        string verdict = ProofFile.TryRead(bytes, out ProofFile? file, out ProofFileFault fault, out int offset)
            ? Describe(ProofVerifier.Verify(file, prover.Subject, network.Inputs, outputs))
            : $"not read back: {fault} at byte {offset}";
        return this with { Verdict = verdict, Proving = proving, Verifying = Stopwatch.GetElapsedTime(start), ProofBytes = bytes.Length, MemoryBytes = (estimated, Process.GetCurrentProcess().PeakWorkingSet64) };
    }

    private static string Describe(ProofVerdict verdict) => verdict.IsProved ? "proved" : $"not proved: {verdict.Reason}";
}
