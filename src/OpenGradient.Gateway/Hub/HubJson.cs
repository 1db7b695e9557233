using System.Text.Json;
using OpenGradient.Hub;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>How the hub shows a model.</summary>
internal static class HubJson
{
    /// <summary>Writes one model; facts of its Program where it is loaded.</summary>
    public static void Write(Utf8JsonWriter writer, PublishedModel model, HostedModel? loaded)
    {
        writer.WriteStartObject();
        writer.WriteString("id", model.Id.ToString());
        writer.WriteString("name", model.Name);
        writer.WriteNumber("version", model.Version);
        writer.WriteBoolean("isCurrent", model.IsCurrent);
        writer.WritePropertyName("manifest");
        writer.WriteRawValue(model.Manifest.ToBytes());
        if (loaded is not null)
            WriteProgram(writer, loaded);
        writer.WriteEndObject();
    }

    private static void WriteProgram(Utf8JsonWriter writer, HostedModel model)
    {
        Program program = model.Executable.Program;
        writer.WriteStartObject("program");
        writer.WriteString("id", model.Published.Manifest.Program.ToString());
        writer.WriteString("profile", program.Profile);
        writer.WriteString("semantics", Program.Semantics);
        writer.WriteString("kind", KindOf(model));
        writer.WriteNumber("steps", program.StepCount);
        writer.WriteNumber("parameters", CountParameters(program));
        writer.WriteStartArray("inputs");
        foreach (ProgramInput input in program.Inputs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", input.Name);
            writer.WriteString("type", input.Type.CanonicalName());
            writer.WriteStartArray("shape");
            foreach (string dimension in input.Shape)
                writer.WriteStringValue(dimension);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("outputs");
        foreach (ProgramOutput output in program.Outputs)
            writer.WriteStringValue(output.Name);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>What it takes: messages, text to continue, text to embed, or tensors.</summary>
    private static string KindOf(HostedModel model) => model switch
    {
        { Chat.Template: null } or { IsLanguageModel: true, Chat: null } => "completion",
        { IsLanguageModel: true } => "chat",
        { Encoder: not null } => "embedding",
        _ => "tensor",
    };

    private static long CountParameters(Program program) => program.Constants.Sum(static constant => Tensor.CountElements(constant.Shape));
}
