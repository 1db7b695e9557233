using System.Globalization;
using System.Text.Json;
using OpenGradient.Benchmarks.ProvableModels.Networks;
using OpenGradient.Models;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.ProvableModels;

/// <summary>The example networks as files for the command line: an ONNX file, and an input as other provers write it.</summary>
internal static class NetworkFiles
{
    /// <summary>Writes NAME.onnx and NAME.json of each.</summary>
    public static void Write(IEnumerable<ExampleNetwork> networks, string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (ExampleNetwork network in networks)
        {
            string path = Path.Combine(directory, $"{network.Name}.onnx");
            File.WriteAllBytes(path, network.ToOnnx());
            using var model = ModelFile.Open(path);
            File.WriteAllText(Path.ChangeExtension(path, ".json"), ToJson(network.Inputs(model.Program, seed: 0)));
        }
    }

    private static string ToJson(IEnumerable<Tensor> inputs) =>
        $"{{\"input_data\": [{string.Join(", ", inputs.Select(static input => $"[{string.Join(", ", ElementNumbers.Of(input).Select(number => ToJson(input.Type, number)))}]"))}]}}\n";

    private static string ToJson(ElementType type, double number) => type switch
    {
        ElementType.Bool => JsonSerializer.Serialize(number != 0),
        ElementType.Float32 => ((float)number).ToString("R", CultureInfo.InvariantCulture),
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    };
}
