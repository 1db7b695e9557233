using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway;

/// <summary><c>POST /v1/messages/count_tokens</c> (Anthropic API): how many tokens the model would read. Nothing is inferred, so there is no receipt.</summary>
internal sealed class TokenCountEndpoint(ModelHost models, RequestIntake intake, ReceiptIssuer issuer)
{
    public async Task HandleAsync(HttpContext context)
    {
        MediaTypes.Require(context.Request, MediaTypes.Json);
        int tokenCount = await intake.HandleAsync(context, body => Count(MessagesRequestReader.ReadCounted(body.Span))).ConfigureAwait(false);
        await JsonResponse.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("input_tokens", tokenCount);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private int Count(ChatRequest request) => models.Get(request.Model).RequireChat().ReadPrompt(request, issuer.Now).Length;
}
