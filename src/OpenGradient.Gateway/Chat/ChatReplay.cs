using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using FinishReason = OpenGradient.Receipts.FinishReason;

namespace OpenGradient.Gateway;

/// <summary>An answer of a language model made again from what a receipt states and discloses: every part that the receipt commits to, made anew.</summary>
/// <remarks>
/// The replay goes through the same template, tokenizer, generator and message reader as the serving node. Whoever compares it with
/// the receipt compares bits. Does not establish: anything by itself; the comparison does.
/// </remarks>
/// <param name="Input">The leaves that the disclosed messages, tools and stop strings, or the raw prompt, lead to; the tokens of the prompt included.</param>
/// <param name="Output">The leaves of the answer.</param>
/// <param name="Finish">Why the answer ended.</param>
/// <param name="Trace">The commitment to what the traced steps produced.</param>
/// <param name="Usage">Tokens read and made.</param>
public sealed record ChatReplay(
    ImmutableArray<CommitmentLeaf> Input, ImmutableArray<CommitmentLeaf> Output, FinishReason Finish, Commitment Trace, UsageStatement Usage)
{
    // SPEC: exec-1, section 15: "2^19 times the number of its tokens and 16 more, or 2^22 for one of them".
    private const long GrammarWorkOfToken = 8 * TokenGrammar.DefaultWorkLimit;

    /// <summary>Makes the answer again.</summary>
    /// <param name="model">The model that the receipt names.</param>
    /// <param name="receipt">What the receipt states: sampling, nonces, and for an aborted answer its length.</param>
    /// <param name="input">The disclosed leaves of the input, all of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">Model, receipt and leaves do not go together; the subject names the part.</exception>
    /// <exception cref="WorkLimitException">What the answer is held to takes more to follow than anyone has to spend on so many tokens.</exception>
    public static ChatReplay Run(
        OpenedModel model, ReceiptContent receipt, ImmutableArray<CommitmentLeaf> input, CancellationToken cancellationToken)
    {
        ChatModel chat = ChatModel.TryCreate(Executable.Load(model.Program, model.Constants), model)
            ?? throw new InvalidInputException(InvalidInputKind.Unsupported, "model", "It is no language model with a tokenizer.");
        if (receipt.Sampling is not { } stated)
            throw new InvalidInputException(InvalidInputKind.Invalid, "sampling", "The receipt of a language model states how tokens were chosen.");

        chat = chat with { GrammarWorkLimit = GrammarWorkOfToken, GrammarTotalWorkLimit = GrammarWorkOf(receipt.Usage.OutputTokens) };
        int? abortAfter = receipt.Finish == FinishReason.Aborted ? (int)Math.Min(receipt.Usage.OutputTokens, int.MaxValue) : null;
        ChatRequest request = SamplingFields.Restore(ChatLeaves.ReadInput(input, receipt), stated);
        ImmutableArray<int> prompt = chat.ReadPrompt(request, receipt.StartedAt);
        GenerationRequest generation = chat.ToGeneration(request, prompt, receipt.Draw?.Proof ?? receipt.Nonce.Provider) with { AbortAfter = abortAfter };
        GenerationResult result = chat.Generator.Start(generation).Run(cancellationToken);

        cancellationToken.ThrowIfCancellationRequested();
        AssistantMessage message = AssistantMessage.Read(result.Text, request.Tools is not null, receipt.Nonce.Provider);
        return new ChatReplay(
            ChatLeaves.Input(request, prompt),
            ChatLeaves.Output(request, result, chat.Tokenizer.BytesOf, message),
            ChatRun.FinishOf(result, message),
            new Commitment(result.TraceRoot, result.TraceLeafCount),
            new UsageStatement(prompt.Length, result.Tokens.Length));
    }

    private static long GrammarWorkOf(long tokens) => TokenGrammar.DefaultWorkLimit * (Math.Clamp(tokens, 0, int.MaxValue) + 16);
}
