using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>A request to a language model, by whatever API it came: read and well-formed, not yet held against a model.</summary>
internal sealed record ChatRequest
{
    public required string Model { get; init; }

    /// <summary>The conversation, each message in the one form that receipts commit to: see <see cref="ChatMessageReader"/>.</summary>
    public ImmutableArray<JsonValue> Messages { get; init; } = [];

    /// <summary>What to continue without any template; null for a conversation.</summary>
    public RawPrompt? RawPrompt { get; init; }

    /// <summary>The tools that the model may call; null if there are none or <c>tool_choice</c> is <c>none</c>.</summary>
    public ChatTools? Tools { get; init; }

    public ImmutableArray<string> Stop { get; init; } = [];

    /// <summary>Decimal text as the client sent it; null where it sent none.</summary>
    public string? Temperature { get; init; }

    public string? TopP { get; init; }

    public string? TopK { get; init; }

    public string? MaxTokens { get; init; }

    public string? Seed { get; init; }

    public string? MinP { get; init; }

    public string? PresencePenalty { get; init; }

    public string? FrequencyPenalty { get; init; }

    public string? RepetitionPenalty { get; init; }

    /// <summary>What is added to logits: the bytes of the JSON object as the client sent them; null for nothing.</summary>
    public byte[]? LogitBias { get; init; }

    /// <summary>How many of the likeliest tokens are told with each token; null if no probabilities are told.</summary>
    public string? TopLogprobs { get; init; }

    /// <summary>What the answer is held to; null for nothing.</summary>
    public ChatConstraint? Constraint { get; init; }

    /// <summary>Whether an answer may call several tools; if not, it ends behind its first call.</summary>
    public bool AllowsParallelCalls { get; init; } = true;

    /// <summary>Whether there are tools, and an answer calls one of them at most.</summary>
    public bool IsOneCall => Tools is not null && !AllowsParallelCalls;

    /// <summary>How many answers are made, each with a receipt of its own.</summary>
    public int ChoiceCount { get; init; } = 1;

    /// <summary>By what the client divides its texts: only those that have the same share their beginnings. Null if it does not.</summary>
    public string? CacheKey { get; init; }

    public bool IsStream { get; init; }

    public bool IncludesUsage { get; init; }

    public ReceiptWish Receipt { get; init; } = ReceiptWish.None;
}
