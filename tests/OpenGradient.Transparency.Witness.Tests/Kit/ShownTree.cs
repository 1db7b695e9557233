using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Witness.Tests.Kit;

/// <summary>A tree for which a log asked a cosignature.</summary>
/// <param name="Run">Which run of the log it was, counted from 0.</param>
/// <param name="Size">The size of the tree.</param>
/// <param name="Root">Its root.</param>
internal sealed record ShownTree(int Run, ulong Size, Digest Root);
