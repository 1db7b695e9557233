using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using FinishReason = OpenGradient.Receipts.FinishReason;

namespace OpenGradient.Gateway;

/// <summary>A chat run again from what a receipt states and discloses: every part that the receipt commits to, made anew.</summary>
/// <remarks>
/// The replay goes through the same template, tokenizer, generator and message reader as the serving node. Whoever compares it with
/// the receipt compares bits. Does not establish: anything by itself; the comparison does.
/// </remarks>
/// <param name="Input">The leaves that the disclosed messages, tools and stop strings lead to, the rendered prompt included.</param>
/// <param name="Output">The leaves of the answer.</param>
/// <param name="Finish">Why the answer ended.</param>
/// <param name="Trace">The commitment to what the traced steps produced.</param>
/// <param name="Usage">Tokens read and made.</param>
public sealed record ChatReplay(
    ImmutableArray<CommitmentLeaf> Input, ImmutableArray<CommitmentLeaf> Output, FinishReason Finish, Commitment Trace, UsageStatement Usage)
{
    /// <summary>Runs the chat again.</summary>
    /// <param name="model">The model that the receipt names.</param>
    /// <param name="receipt">What the receipt states: sampling, nonces, and for an aborted answer its length.</param>
    /// <param name="input">The disclosed leaves of the input, all of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">Model, receipt and leaves are no chat; the subject names the part.</exception>
    public static ChatReplay Run(
        OpenedModel model, ReceiptContent receipt, ImmutableArray<CommitmentLeaf> input, CancellationToken cancellationToken)
    {
        ChatModel chat = ChatModel.TryCreate(Executable.Load(model.Program, model.Constants), model)
            ?? throw new InvalidInputException(InvalidInputKind.Unsupported, "model", "It is no chat model.");
        if (receipt.Sampling is not { } stated)
            throw new InvalidInputException(InvalidInputKind.Invalid, "sampling", "The receipt of a chat states how tokens were chosen.");

        ChatRequest request = ChatLeaves.ReadInput(input, receipt);
        SamplingParameters sampling = new(stated.Temperature, stated.TopP, stated.TopK, stated.MaxTokens, stated.Seed);
        ImmutableArray<int> prompt = chat.Tokenizer.Encode(chat.Template.Render(new ChatPrompt(request.Messages, request.Tools?.Json)));
        int? abortAfter = receipt.Finish == FinishReason.Aborted ? (int)Math.Min(receipt.Usage.OutputTokens, int.MaxValue) : null;

        GenerationResult result = chat.Generator.Start(ChatRun.ToGeneration(chat, request, sampling, prompt, receipt.Nonce.Provider, abortAfter)).Run(cancellationToken);

        cancellationToken.ThrowIfCancellationRequested();
        AssistantMessage message = AssistantMessage.Read(result.Text, request.Tools is not null, receipt.Nonce.Provider);
        return new ChatReplay(
            ChatLeaves.Input(request, prompt),
            ChatLeaves.Output(result.Tokens, chat.Tokenizer.BytesOf, message),
            ChatRun.FinishOf(result, message),
            new Commitment(result.TraceRoot, result.TraceLeafCount),
            new UsageStatement(prompt.Length, result.Tokens.Length));
    }
}
