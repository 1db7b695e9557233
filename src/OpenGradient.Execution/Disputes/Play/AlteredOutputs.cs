using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Gives something else than a step gives, once, and goes on with that.</summary>
/// <param name="step">The leaf of the step's first output.</param>
/// <param name="alter">From what the step reads and rightly gives to what the cheat says it gives.</param>
internal sealed class AlteredOutputs(LeafName step, Func<IReadOnlyList<StepOperand?>, ImmutableArray<Tensor>, ImmutableArray<Tensor>> alter) : Conduct
{
    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Give(LeafName first, IReadOnlyList<StepOperand?> operands, ImmutableArray<Tensor> outputs) =>
        first == step ? alter(operands, outputs) : outputs;
}
