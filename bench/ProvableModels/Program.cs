using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Benchmarks.ProvableModels.Networks;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Models.Quantization;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.ProvableModels;

internal static class ProvableModelsReport
{
    private static void Main(string[] args)
    {
        foreach (ExampleNetwork network in ExampleNetworks.All)
        {
            if (args.Length > 0 ? !args.Any(a => network.Name.Contains(a, StringComparison.Ordinal)) : network.Name.StartsWith("gpt2", StringComparison.Ordinal))
                continue;
            string path = Path.Combine(Path.GetTempPath(), "x.onnx");
            File.WriteAllBytes(path, network.ToOnnx());
            try
            {
                using OpenedModel model = ModelFile.Open(path);
                List<ImmutableArray<Tensor>> samples = [.. Enumerable.Range(0, 8).Select(seed => network.Inputs(model.Program, seed))];
                PreparedModel prepared = IntegerCompiler.Prepare(model.Program, model.Constants, samples[0], default);
                if (args.Contains("-p"))
                    Print(prepared.Program);
                var original = Executable.Load(model.Program, model.Constants).Run(samples[0], default).Outputs;
                var same = Executable.Load(prepared.Program, prepared.Constants).Run(samples[0], default).Outputs;
                double d = Error(original, same);
                ImmutableArray<ValueRange?> ranges = [.. ValueObserver.Observe(prepared.Program, prepared.Constants, samples.Select(static s => (IReadOnlyList<Tensor>)s), default).Select(static value => value is null ? null : new ValueRange(value.Low, value.High, value.Shape))];
                IntegerModel compiled = IntegerCompiler.Compile(prepared.Program, prepared.Constants, ranges, new IntegerCompilerOptions { WeightBits = 16 });
                if (args.Contains("-i"))
                    Print(compiled.Program);
                var executable = Executable.Load(compiled.Program, compiled.Constants);
                var reference = Executable.Load(model.Program, model.Constants);
                List<ImmutableArray<Tensor>> expected = [.. samples.Select(sample => reference.Run(sample, default).Outputs)];
                double error = samples.Select((sample, i) => Error(expected[i], executable.Run(sample, default).Outputs, expected)).Max();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(error > 0.01 ? "BAD " : d > 1e-4 ? "PREP " : "ok ")}{network.Name}: {compiled.Program.Steps.Length} steps, prepared {d:P4}, error {error:P4}"));
            }
            catch (InvalidInputException error)
            {
                Console.WriteLine($"REFUSED {network.Name}: {error.Message}");
            }
            catch (Exception error)
            {
                Console.WriteLine($"CRASH {network.Name}: {error}");
            }
        }
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

    private static double Error(ImmutableArray<Tensor> expected, ImmutableArray<Tensor> actual, List<ImmutableArray<Tensor>>? all = null)
    {
        double worst = 0;
        for (int o = 0; o < expected.Length; o++)
        {
            double[] x = Numbers(expected[o]), y = Numbers(actual[o]);
            if (x.Length != y.Length || expected[o].Type != actual[o].Type) return double.PositiveInfinity;
            double largest = (all ?? [expected]).SelectMany(e => Numbers(e[o])).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
            if (largest == 0) largest = 1;
            for (int i = 0; i < x.Length; i++)
                if (double.IsFinite(x[i])) worst = Math.Max(worst, Math.Abs(x[i] - y[i]) / largest);
        }
        return worst;
    }

    private static double[] Numbers(Tensor t) => t.Type switch
    {
        ElementType.Float32 => Array.ConvertAll(t.As<float>().ToArray(), static x => (double)x),
        ElementType.Float64 => t.As<double>().ToArray(),
        ElementType.Int64 => Array.ConvertAll(t.As<long>().ToArray(), static x => (double)x),
        ElementType.Int32 => Array.ConvertAll(t.As<int>().ToArray(), static x => (double)x),
        ElementType.UInt32 => Array.ConvertAll(t.As<uint>().ToArray(), static x => (double)x),
        _ => Array.ConvertAll(t.Bytes, static x => (double)x),
    };
}
