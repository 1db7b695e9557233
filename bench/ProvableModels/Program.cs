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

internal static class ProvableModelsReport
{
    private static void Main(string[] args)
    {
        foreach (ExampleNetwork network in ExampleNetworks.All)
        {
            string[] names = [.. args.Where(static argument => argument[0] != '-')];
            if (names.Length > 0 ? !names.Any(name => network.Name.Contains(name, StringComparison.Ordinal)) : network.IsLarge)
                continue;
            try
            {
                using var compiled = CompiledNetwork.Of(network);
                if (args.Contains("-i"))
                    Print(compiled.Integers.Program);
                double error = compiled.MeasureError();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{network.Name}: {(error > 0.01 ? "BAD " : "")} {compiled.Integers.Program.Steps.Length} steps, error {error:P4} {(args.Contains("-c") ? "" : Prove(compiled))}"));
            }
            catch (InvalidInputException error)
            {
                Console.WriteLine($"REFUSED {network.Name}: {error.Subject} {error.Message}");
            }
            catch (Exception error)
            {
                Console.WriteLine($"CRASH {network.Name}: {error}");
            }
        }
    }

    private static string Prove(CompiledNetwork network)
    {
        var prover = ModelProver.Create(network.Integers.Program, network.Integers.Constants);
        _ = prover.Commitment;
        ImmutableArray<Tensor> outputs = Executable.Load(network.Integers.Program, network.Integers.Constants).Run(network.Inputs, default).Outputs;
        long start = Stopwatch.GetTimestamp();
        ModelProof proof = prover.Prove(network.Inputs, new ProverOptions(), null, default);
        double prove = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        start = Stopwatch.GetTimestamp();
        ProofVerdict verdict = ProofVerifier.Verify(proof.File, prover.Subject, network.Inputs, outputs);
        double verify = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return string.Create(CultureInfo.InvariantCulture, $"prove {prove:F0} ms, verify {verify:F0} ms, {proof.File.ToBytes().Length / 1000} KB {(verdict.IsProved ? "OK" : "FAILED " + verdict.Reason)}");
    }

    private static void Print(OpenGradient.Programs.Program program)
    {
        int v = program.Inputs.Length + program.Constants.Length;
        for (int i = 0; i < program.Inputs.Length; i++) Console.WriteLine($"  {i}: input {program.Inputs[i].Name} {program.Inputs[i].Type}[{string.Join(",", program.Inputs[i].Shape)}]");
        for (int i = 0; i < program.Constants.Length; i++) Console.WriteLine($"  {program.Inputs.Length + i}: constant {program.Constants[i].Encoding}[{string.Join(",", program.Constants[i].Shape)}]");
        foreach (var step in program.Steps)
        {
            Console.WriteLine($"  {v}: {step.Operator} {string.Join(" ", step.Inputs)} {string.Join(" ", step.Attributes.Select(a => a.Key + "=" + a.Value))}");
            v += step.OutputCount;
        }
        Console.WriteLine("  out " + string.Join(" ", program.Outputs.Select(o => o.Value)));
    }
}
