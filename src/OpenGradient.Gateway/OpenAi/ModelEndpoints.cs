using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Hub;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary><c>/v1/models</c>, in the form of the OpenAI API or, for its clients, of the Anthropic API.</summary>
internal sealed class ModelEndpoints(ModelStore store)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", ListAsync);
        routes.MapGet("/v1/models/{model}", GetAsync);
    }

    private Task ListAsync(HttpContext context)
    {
        IReadOnlyList<PublishedModel> models = store.List();
        if (AnthropicHeaders.IsSpoken(context.Request))
            return JsonResponse.WriteAsync(context, writer => AnthropicModels.WriteList(writer, models, context.Request.Query));
        return JsonResponse.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("object", "list");
            writer.WriteStartArray("data");
            foreach (PublishedModel model in models)
                Write(writer, model);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private Task GetAsync(HttpContext context)
    {
        string name = (string)context.Request.RouteValues["model"]!;
        PublishedModel model = store.Find(name)
            ?? throw new InvalidInputException(InvalidInputKind.NotFound, "model", $"There is no model '{Text.Shorten(name)}' here.");
        bool isAnthropic = AnthropicHeaders.IsSpoken(context.Request);
        return JsonResponse.WriteAsync(context, writer =>
        {
            if (isAnthropic)
                AnthropicModels.Write(writer, model);
            else
                Write(writer, model);
        });
    }

    private static void Write(Utf8JsonWriter writer, PublishedModel model)
    {
        writer.WriteStartObject();
        writer.WriteString("id", model.Name);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", 0);
        writer.WriteString("owned_by", "this-node");
        writer.WriteString("model_id", model.Id.ToString());
        writer.WriteEndObject();
    }
}
