using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace OpenGradient.Gateway;

/// <summary>Which path speaks which API to a language model.</summary>
internal static class LanguageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, NodeServices node, BundleBuilder bundles)
    {
        AnswerEndpoint answers = new(node.Models, node.Intake, node.Clients, node.Issuer, node.Evidence, bundles, node.Access, node.Sessions, node.Options);
        routes.MapPost("/v1/chat/completions", context => answers.HandleAsync(context, static body => new ChatJson(ChatRequestReader.Read(body))));
        routes.MapPost("/v1/completions", context => answers.HandleAsync(context, CompletionRequestReader.Read));
        routes.MapPost("/v1/responses", context => answers.HandleAsync(context, ResponseRequestReader.Read));
        routes.MapPost("/v1/embeddings", new EmbeddingEndpoint(node.Models, node.Intake, node.Gate, node.Clients, node.Issuer, node.Evidence, node.Access).HandleAsync);
        routes.MapPost("/v1/messages", context => answers.HandleAsync(context, static body => new MessageJson(MessagesRequestReader.Read(body))));
        routes.MapPost("/v1/messages/count_tokens", new TokenCountEndpoint(node.Models, node.Intake, node.Issuer).HandleAsync);
    }
}
