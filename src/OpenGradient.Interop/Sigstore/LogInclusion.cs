using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>A proof that an entry is in a tree, as a bundle carries it: not checked yet.</summary>
/// <param name="Index">The entry's place in the tree.</param>
/// <param name="Root">The tree's root.</param>
/// <param name="TreeSize">The number of the tree's entries.</param>
/// <param name="Path">The hashes beside the way from the entry to the root.</param>
/// <param name="Checkpoint">The log's signed note about the tree; null if there is none.</param>
internal sealed record LogInclusion(long Index, Digest Root, long TreeSize, ImmutableArray<Digest> Path, string? Checkpoint);
