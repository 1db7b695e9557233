using OpenGradient.Benchmarks.ProvableModels.Networks;
using OpenGradient.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Benchmarks.ProvableModels;

internal static class ProvableModelsReport
{
    private static void Main()
    {
        foreach (ExampleNetwork network in ExampleNetworks.All)
        {
            if (network.Name.StartsWith("gpt2", StringComparison.Ordinal))
                continue;
            string path = Path.Combine(Path.GetTempPath(), "x.onnx");
            File.WriteAllBytes(path, network.ToOnnx());
            try
            {
                using OpenedModel model = ModelFile.Open(path);
                var outputs = OpenGradient.Execution.Executable.Load(model.Program, model.Constants).Run(network.Inputs(model.Program, 1), default).Outputs;
                Console.WriteLine($"{network.Name}: {model.Program.Steps.Length} steps {string.Join(" ", outputs.Select(o => $"{o.Type}[{string.Join(",", o.Shape)}]"))}");
            }
            catch (InvalidInputException error)
            {
                Console.WriteLine($"REFUSED {network.Name}: {error.Message}");
            }
        }
    }
}
