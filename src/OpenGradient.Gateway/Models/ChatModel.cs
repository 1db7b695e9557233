using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models;
using OpenGradient.Models.Templates;
using OpenGradient.Models.Tokenizers;

namespace OpenGradient.Gateway;

/// <summary>A language model together with what turns messages into tokens and tokens into text.</summary>
internal sealed record ChatModel(
    TextGenerator Generator, Tokenizer Tokenizer, ChatTemplate Template, ImmutableArray<int> EndTokens, int? ContextLength)
{
    private const int DefaultMaxTokens = 1024;

    /// <summary>The most tokens of an answer where the client names no limit.</summary>
    public int MaxTokens => ContextLength ?? DefaultMaxTokens;

    /// <summary>Null if the model is no language model or lacks a part.</summary>
    public static ChatModel? TryCreate(Executable executable, OpenedModel opened)
    {
        if (opened.Program.Sequence is null || opened.Tokenizer is not { } tokenizer || opened.ChatTemplate is not { } template)
            return null;
        return new(new TextGenerator(executable, tokenizer.BytesOf), tokenizer, template, opened.EndOfTurnTokens, opened.ContextLength);
    }
}
