using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>What a client knows before a stream begins.</summary>
/// <param name="Nonce">The nonce that it sent, in lower-case hexadecimal; null takes any.</param>
/// <param name="Issuers">The key ids that it trusts; null takes any, and the verdict then says only that one key signed all of it.</param>
/// <param name="Api">The API that it called; null takes that of the first event, and of no other from there on.</param>
public sealed record StreamExpectation(string? Nonce, ImmutableArray<Digest>? Issuers, AnswerApi? Api = null)
{
    /// <summary>Takes any stream that agrees with itself.</summary>
    public static StreamExpectation Any { get; } = new(null, null);
}
