using System.Collections.Immutable;

namespace OpenGradient.Transparency.Log;

/// <summary>A log whose files were found, or made, to agree.</summary>
internal sealed record LogState(SequenceFile Sequence, Integrator Integrator, TileCache Cache, TreeSnapshot Snapshot, ImmutableArray<string> Repaired);
