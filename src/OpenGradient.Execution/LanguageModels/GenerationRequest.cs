using System.Collections.Immutable;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Everything that decides an answer, besides the Program: the same request gives the same tokens, on every machine.</summary>
public sealed record GenerationRequest
{
    /// <summary>The tokens of the rendered prompt; at least one.</summary>
    public required ImmutableArray<int> Prompt { get; init; }

    /// <summary>How tokens are chosen.</summary>
    public required SamplingParameters Sampling { get; init; }

    /// <summary>The client's nonce, as the receipt names it; may be empty.</summary>
    public ReadOnlyMemory<byte> ClientNonce { get; init; }

    /// <summary>The provider's part of the random stream: its nonce, or its draw for the client's nonce, as the receipt names it.</summary>
    public ReadOnlyMemory<byte> ProviderNonce { get; init; }

    /// <summary>Texts at which the answer ends; they are not part of it. At most 16 of at most 256 characters.</summary>
    public ImmutableArray<string> StopStrings { get; init; } = [];

    /// <summary>A text behind which the answer ends; it is part of it. Null for none.</summary>
    public string? EndText { get; init; }

    /// <summary>The texts that the answer may be; null for any.</summary>
    public TokenGrammar? Grammar { get; init; }

    /// <summary>Tokens that end the model's turn; they are part of the tokens and decode to nothing.</summary>
    public ImmutableArray<int> EndTokens { get; init; } = [];

    /// <summary>The most tokens of prompt and answer together; null for no limit.</summary>
    public int? ContextLength { get; init; }

    /// <summary>To run an aborted answer again: after how many tokens it was aborted. Null otherwise.</summary>
    public int? AbortAfter { get; init; }
}
