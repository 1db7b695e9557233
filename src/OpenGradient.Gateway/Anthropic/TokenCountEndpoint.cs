using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway;

/// <summary><c>POST /v1/messages/count_tokens</c> (Anthropic API): how many tokens the model would read. Nothing is inferred, so there is no receipt.</summary>
internal sealed class TokenCountEndpoint(ModelHost models, InferenceGate gate, ClientIdentity clients, ReceiptIssuer issuer)
{
    public async Task HandleAsync(HttpContext context)
    {
        MediaTypes.Require(context.Request, MediaTypes.Json);
        ChatRequest request;
        using (RequestBody body = await RequestBody.ReadAsync(context).ConfigureAwait(false))
            request = MessagesRequestReader.ReadCounted(body.Span);
        HostedModel model = models.Get(request.Model);
        int tokenCount = await CountAsync(model, request, clients.NameOf(context), context.RequestAborted).ConfigureAwait(false);
        await JsonResponse.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("input_tokens", tokenCount);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private async ValueTask<int> CountAsync(HostedModel model, ChatRequest request, string client, CancellationToken cancellationToken)
    {
        using InferenceGate.Admission admission = gate.Admit(client);
        using InferenceGate.Turn turn = await admission.EnterAsync(cancellationToken).ConfigureAwait(false);
        return model.RequireChat().ReadPrompt(request, issuer.Now).Length;
    }
}
