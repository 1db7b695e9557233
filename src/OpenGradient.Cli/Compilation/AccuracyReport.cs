using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Execution;
using OpenGradient.Models.Quantization;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Compilation;

/// <summary>Integer against float, step by step and at the end, over the calibration samples.</summary>
internal sealed record AccuracyReport(int SampleCount, ImmutableArray<LayerError> Layers, ImmutableArray<LayerError> Outputs)
{
    /// <summary>Runs both Programs on every sample.</summary>
    /// <param name="model">The float model that was compiled.</param>
    /// <param name="exposed">The integer model, with its layers as outputs.</param>
    /// <param name="samples">The inputs of each run.</param>
    /// <param name="sampleCount">How many samples these runs are.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public static AccuracyReport Create(PreparedModel model, IntegerModel exposed, IEnumerable<IReadOnlyList<Tensor>> samples, int sampleCount, CancellationToken cancellationToken)
    {
        int[] values = [.. exposed.Layers.Select(static layer => layer.FloatValue), .. model.Program.Outputs.Select(static output => output.Value)];
        var floats = Executable.Load(WithOutputs(model.Program, values), model.Constants);
        var integers = Executable.Load(exposed.Program, exposed.Constants);
        ImmutableArray<LayerError> layers = [.. exposed.Layers.Select(static layer => new LayerError(layer.Output, layer.Operator, layer.Origin) { Room = layer.Room })];
        ImmutableArray<LayerError> outputs = [.. model.Program.Outputs.Select(static output => new LayerError(output.Name, "output"))];
        foreach (IReadOnlyList<Tensor> inputs in samples)
        {
            ImmutableArray<Tensor> expected = floats.Run(inputs, cancellationToken).Outputs;
            ImmutableArray<Tensor> actual = integers.Run(exposed.Accept(inputs), cancellationToken).Outputs;
            for (int layer = 0; layer < layers.Length; layer++)
                Add(layers[layer], expected[layer], actual[outputs.Length + layer]);
            for (int output = 0; output < outputs.Length; output++)
                Add(outputs[output], expected[layers.Length + output], actual[output]);
        }

        return new AccuracyReport(sampleCount, layers, outputs);
    }

    /// <summary>A table for people.</summary>
    public void Print(TextWriter writer)
    {
        writer.WriteLine($"Integer against float over {SampleCount} samples:");
        writer.WriteLine();
        writer.WriteLine($"  {"step",-10} {"operator",-14} {"largest error",14} {"of range",9} {"signal/noise",13} {"room",8}  from");
        foreach (LayerError layer in Layers)
            writer.WriteLine($"  {layer.Name["layer ".Length..],-10} {layer.Description,-14} {layer.LargestError,14:G4} {layer.RelativeError,9:P2} {layer.SignalToNoise,10:F1} dB {Math.Min(layer.Room ?? 0, MostRoom),7:G3}x  {Output.TerminalText.OneLine(layer.Node ?? "")}");
        writer.WriteLine();
        foreach (LayerError output in Outputs)
        {
            string agreement = output.Agreement is { } share ? $", the same largest element in {share:P2} of rows" : "";
            writer.WriteLine($"  output '{Output.TerminalText.OneLine(output.Name)}': largest error {output.LargestError:G4} ({output.RelativeError:P2} of range), {output.SignalToNoise:F1} dB{agreement}");
        }
    }

    /// <summary>The same for machines.</summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteNumber("samples", SampleCount);
        Write(writer, "layers", Layers);
        Write(writer, "outputs", Outputs);
    }

    private static void Write(Utf8JsonWriter writer, string name, ImmutableArray<LayerError> errors)
    {
        writer.WriteStartArray(name);
        foreach (LayerError error in errors)
        {
            writer.WriteStartObject();
            writer.WriteString("name", error.Name);
            writer.WriteString("operator", error.Description);
            if (error.Node is { } node)
                writer.WriteString("node", node);
            writer.WriteNumber("largestError", error.LargestError);
            writer.WriteNumber("relativeError", error.RelativeError);
            if (double.IsFinite(error.SignalToNoise))
                writer.WriteNumber("signalToNoiseDecibels", error.SignalToNoise);
            if (error.Agreement is { } agreement)
                writer.WriteNumber("agreement", agreement);
            if (error.Room is { } room && double.IsFinite(room))
                writer.WriteNumber("room", room);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private const double MostRoom = 999; // what holds a thousand times as much as was seen never meets its bound

    private static void Add(LayerError error, Tensor expected, Tensor actual)
    {
        if (RealNumbers.Of(expected) is { } numbers && RealNumbers.Of(actual) is { } integers)
            error.Add(numbers, integers, expected.Shape.IsEmpty ? 1 : (int)expected.Shape[^1]);
    }

    private static OpenGradient.Programs.Program WithOutputs(OpenGradient.Programs.Program program, int[] values) => program with
    {
        Outputs = [.. values.Select(static (value, index) => new ProgramOutput($"value {index}", value))],
    };
}
