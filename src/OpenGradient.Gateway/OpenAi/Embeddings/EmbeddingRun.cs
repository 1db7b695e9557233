using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Programs;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>One embedding that was made: everything that its receipt is made of.</summary>
/// <param name="Text">What was sent.</param>
/// <param name="Tokens">What the model read.</param>
/// <param name="Result">What it gave.</param>
/// <param name="ProviderNonce">Drawn before the run.</param>
internal sealed record EmbeddingRun(RawPrompt Text, ImmutableArray<int> Tokens, RunResult Result, string ProviderNonce)
{
    /// <summary>The embedding: f32 [width].</summary>
    public Tensor Embedding => Result.Outputs[0];

    /// <summary>What the receipt says.</summary>
    public InferenceRecord ToRecord(HostedModel model, long startedAt, string clientNonce) => new()
    {
        Model = model,
        Kind = ReceiptKind.Embedding,
        Input = EmbeddingLeaves.Input(Text, Tokens),
        Output = EmbeddingLeaves.Output(model.Executable.Program, Embedding),
        Finish = FinishReason.Complete,
        Trace = new(Result.TraceRoot, Result.TraceLeafCount),
        StartedAt = startedAt,
        ClientNonce = clientNonce,
        ProviderNonce = ProviderNonce,
        Usage = new(Tokens.Length, 0),
    };
}
