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

    /// <summary>The most tokens of an answer where the client names no limit.</summary>
    public int MaxTokens => ContextLength ?? DefaultMaxTokens;

    /// <summary>The tokens that a request gives the model to read: the rendered conversation, or the raw prompt.</summary>
    /// <exception cref="InvalidInputException">The model has no template, or its template refuses the conversation; or a token is none of its own.</exception>
    public ImmutableArray<int> ReadPrompt(ChatRequest request)
    {
        if (request.RawPrompt is { } raw)
            return raw.Encode(Tokenizer);
        return Template is null
            ? throw new InvalidInputException(InvalidInputKind.Unsupported, "model", "The model's file holds no chat template: POST /v1/completions continues raw text.")
            : Tokenizer.Encode(Template.Render(new ChatPrompt(request.Messages, request.Tools?.Json)));
    }

    /// <summary>Null if the model is no language model or lacks a part.</summary>
    public static ChatModel? TryCreate(Executable executable, OpenedModel opened)
    {
        if (opened.Program.Sequence is null || opened.Tokenizer is not { } tokenizer)
            return null;
        return new(new TextGenerator(executable, tokenizer.BytesOf), tokenizer, opened.ChatTemplate, opened.EndOfTurnTokens, opened.ContextLength);
    }
}
