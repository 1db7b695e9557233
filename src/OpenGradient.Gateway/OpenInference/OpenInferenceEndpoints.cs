using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Hub;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>The Open Inference Protocol v2 over REST, with the binary tensor data extension.</summary>
internal sealed class OpenInferenceEndpoints(ModelHost models, InferenceGate gate, ClientIdentity clients, InferEndpoint infer, NodeReadiness readiness)
{
    private const string Model = "/v2/models/{model}";
    private const string Version = Model + "/versions/{version}";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2", ServerAsync);
        routes.MapGet("/v2/health/live", static context => WriteFlagAsync(context, "live", true));
        routes.MapGet("/v2/health/ready", context => WriteFlagAsync(context, "ready", readiness.IsReady));
        foreach (string path in (string[])[Model, Version])
        {
            routes.MapGet(path, ModelAsync);
            routes.MapGet(path + "/ready", ModelReadyAsync);
            routes.MapPost(path + "/infer", infer.HandleAsync);
        }
    }

    private static Task ServerAsync(HttpContext context) => JsonResponse.WriteAsync(context, static writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", "opengradient");
        writer.WriteString("version", typeof(Node).Assembly.GetName().Version!.ToString(3));
        writer.WriteStartArray("extensions");
        writer.WriteStringValue("binary_tensor_data");
        writer.WriteStringValue("inference_receipt");
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private Task ModelReadyAsync(HttpContext context)
    {
        HostedModel model = Get(context);
        return JsonResponse.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", model.Published.Name);
            writer.WriteBoolean("ready", true);
            writer.WriteEndObject();
        });
    }

    private async Task ModelAsync(HttpContext context)
    {
        HostedModel model = Get(context);
        PublishedModel published = model.Published;
        ImmutableArray<OutputShape> outputs = await model.FindOutputShapesAsync(gate, clients.NameOf(context), context.RequestAborted).ConfigureAwait(false);
        await JsonResponse.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", published.Name);
            writer.WriteStartArray("versions");
            foreach (PublishedModel version in models.Store.Versions(published.Name))
                writer.WriteStringValue(version.Version.ToString(CultureInfo.InvariantCulture));
            writer.WriteEndArray();
            writer.WriteString("platform", $"{published.Manifest.Format}_{published.Manifest.Semantics}");
            writer.WriteStartArray("inputs");
            foreach (ProgramInput input in model.Inputs)
                WriteTensor(writer, input.Name, input.Type, [.. input.Shape.Select(ReadDimension)]);
            writer.WriteEndArray();
            writer.WriteStartArray("outputs");
            foreach (OutputShape output in outputs)
                WriteTensor(writer, output.Name, output.Type, output.Shape);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private HostedModel Get(HttpContext context) =>
        models.Get((string)context.Request.RouteValues["model"]!, (string?)context.Request.RouteValues["version"]);

    private static long ReadDimension(string dimension) =>
        long.TryParse(dimension, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : -1;

    private static void WriteTensor(Utf8JsonWriter writer, string name, ElementType type, IReadOnlyList<long> shape)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("datatype", OpenInferenceTypes.Name(type));
        writer.WriteStartArray("shape");
        foreach (long dimension in shape)
            writer.WriteNumberValue(dimension);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Task WriteFlagAsync(HttpContext context, string name, bool value)
    {
        context.Response.StatusCode = value ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return JsonResponse.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean(name, value);
            writer.WriteEndObject();
        });
    }
}
