using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>What is to be known of a Program as a whole: record 0.</summary>
/// <param name="StepCount">Steps of the Program, those in bodies included. Step 0 is the first that is reached.</param>
/// <param name="Outputs">What each output of the Program names.</param>
internal sealed record FrameRecord(int StepCount, ImmutableArray<ValueReference> Outputs);
