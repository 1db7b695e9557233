using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace OpenGradient.Client;

/// <summary>A chat client whose responses carry the verdict on them; it stands on a client that sends through a <see cref="VerifyingHandler"/>.</summary>
internal sealed class VerifyingChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        InferenceScope scope = InferenceScope.Begin(options.GetPurpose());
        ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        response.AdditionalProperties = Verdicts.Add(response.AdditionalProperties, scope.Answers.LastOrDefault());
        return response;
    }

    /// <remarks>Updates are as the issuer signed them; the last one, which says that the answer is whole and met the policy, carries the verdict.</remarks>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        InferenceScope scope = InferenceScope.Begin(options.GetPurpose()); // the request is sent before the first update
        ChatResponseUpdate last = new();
        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            last = update;
            yield return update;
        }

        yield return new ChatResponseUpdate
        {
            AdditionalProperties = Verdicts.Add(null, scope.Answers.LastOrDefault()),
            MessageId = last.MessageId,
            ModelId = last.ModelId,
            ResponseId = last.ResponseId,
            Role = last.Role,
        };
    }
}
