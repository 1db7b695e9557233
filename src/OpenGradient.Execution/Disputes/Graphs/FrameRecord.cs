using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>What is to be known of a Program as a whole: record 0.</summary>
/// <param name="LeafCount">Leaves of the full trace: all outputs of all steps.</param>
/// <param name="StepCount">Steps of the Program.</param>
/// <param name="Outputs">The document of each output of the Program.</param>
internal sealed record FrameRecord(int LeafCount, int StepCount, ImmutableArray<DocumentName> Outputs);
