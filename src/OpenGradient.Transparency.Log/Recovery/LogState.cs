using System.Collections.Immutable;

namespace OpenGradient.Transparency.Log;

/// <summary>A log whose files were found, or made, to agree.</summary>
/// <param name="Sequence">The entries.</param>
/// <param name="Integrator">What brings more of them into the tree; its latest tree is that of all entries.</param>
/// <param name="Published">The latest that the public has seen; it is behind where witnesses have to be asked first.</param>
/// <param name="Repaired">The public files that were written again.</param>
internal sealed record LogState(SequenceFile Sequence, Integrator Integrator, TreeSnapshot Published, ImmutableArray<string> Repaired);
