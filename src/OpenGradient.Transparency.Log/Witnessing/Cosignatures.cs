using System.Collections.Immutable;

namespace OpenGradient.Transparency.Log;

/// <summary>What witnesses signed of one checkpoint.</summary>
/// <param name="Lines">The signature lines.</param>
/// <param name="IsQuorum">Whether they are enough for the policy that the log publishes under.</param>
public sealed record Cosignatures(ImmutableArray<NoteSignature> Lines, bool IsQuorum);
