using System.Collections.Immutable;

namespace OpenGradient.Transparency;

/// <summary>One signature line of a signed note, not yet checked.</summary>
/// <param name="Name">The key's name, as the line claims it.</param>
/// <param name="KeyHash">The key id: the first four bytes of a digest, big-endian. An identifier, not a commitment.</param>
/// <param name="Signature">What the key's algorithm produced, without the key id.</param>
public sealed record NoteSignature(string Name, uint KeyHash, ImmutableArray<byte> Signature);
