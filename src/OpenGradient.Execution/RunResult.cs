using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution;

/// <summary>What one run of a Program gave.</summary>
/// <param name="Outputs">In the Program's order; owned by the caller.</param>
/// <param name="TraceRoot">The Merkle root over the outputs of the traced steps: spec/exec-1, section "Trace".</param>
/// <param name="TraceLeafCount">How many leaves the trace has.</param>
public sealed record RunResult(ImmutableArray<Tensor> Outputs, Digest TraceRoot, long TraceLeafCount)
{
    /// <value>What every step made. Default: null; given by runs at <see cref="TraceLevel.Full"/>.</value>
    public FullTrace? FullTrace { get; init; }
}
