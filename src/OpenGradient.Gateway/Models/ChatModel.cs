using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models;
using OpenGradient.Models.Templates;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>A language model together with what turns messages into tokens and tokens into text.</summary>
/// <remarks>Without a template, which base models lack, it continues raw prompts only.</remarks>
internal sealed record ChatModel(
    TextGenerator Generator, Tokenizer Tokenizer, ChatTemplate? Template, ImmutableArray<int> EndTokens, int? ContextLength)
{
    private const int DefaultMaxTokens = 1024;

    private readonly GrammarCache _grammars = new();

    /// <summary>What one token of a constrained answer may cost to prepare; see <see cref="TokenGrammar.WorkLimit"/>.</summary>
    public long GrammarWorkLimit { get; init; } = TokenGrammar.DefaultWorkLimit;

    /// <summary>What all tokens together may cost, where an answer is made again; see <see cref="TokenGrammar.TotalWorkLimit"/>.</summary>
    public long? GrammarTotalWorkLimit { get; init; }

    /// <summary>The most tokens of an answer where the client names no limit.</summary>
    public int MaxTokens => ContextLength ?? DefaultMaxTokens;

    /// <summary>The tokens that a request gives the model to read: the rendered conversation, or the raw prompt.</summary>
    /// <exception cref="InvalidInputException">The model has no template, or its template refuses the conversation; or a token is none of its own.</exception>
    /// <param name="request">The request.</param>
    /// <param name="startedAt">The time that a template may tell, in seconds since 1970-01-01 UTC: the receipt's, so that it is told again.</param>
    public ImmutableArray<int> ReadPrompt(ChatRequest request, long startedAt)
    {
        if (request.RawPrompt is { } raw)
            return raw.Encode(Tokenizer);
        return Template is null
            ? throw new InvalidInputException(InvalidInputKind.Unsupported, "model", "The model's file holds no chat template: POST /v1/completions continues raw text.")
            : Tokenizer.Encode(Template.Render(new ChatPrompt([.. request.Messages.Select(ChatLeaves.AsCommitted)], request.Tools?.Json) { Now = TimeOf(startedAt) }));
    }

    /// <summary>What a request means to the generator.</summary>
    /// <param name="request">The request.</param>
    /// <param name="prompt">Its prompt.</param>
    /// <param name="providerPart">The provider's part of the random stream, in hexadecimal.</param>
    /// <exception cref="InvalidInputException">What the answer is held to cannot be understood.</exception>
    public GenerationRequest ToGeneration(ChatRequest request, ImmutableArray<int> prompt, string providerPart) => new()
    {
        Prompt = prompt,
        Sampling = SamplingFields.Read(request, MaxTokens),
        ClientNonce = Convert.FromHexString(request.Receipt.Nonce),
        ProviderNonce = Convert.FromHexString(providerPart),
        StopStrings = request.Stop,
        EndTokens = EndTokens,
        EndText = request.IsOneCall ? ToolCallParser.CloseTag : null,
        ContextLength = ContextLength,
        Grammar = ChatGrammar.IsHeld(request) ? _grammars.Find(request.Constraint, request.Tools, this) : null,
    };

    /// <summary>The moment, or the last that can be written if an issuer states a later one.</summary>
    private static DateTimeOffset TimeOf(long seconds) => DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));

    /// <summary>Null if the model is no language model or lacks a part.</summary>
    public static ChatModel? TryCreate(Executable executable, OpenedModel opened)
    {
        if (opened.Program.Sequence is null || opened.Tokenizer is not { } tokenizer)
            return null;
        return new(new TextGenerator(executable, tokenizer.BytesOf), tokenizer, opened.ChatTemplate, opened.EndOfTurnTokens, opened.ContextLength);
    }
}
