using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>How a runner runs a Program: this one as it should be. Cheats do one thing otherwise.</summary>
internal class Conduct
{
    /// <summary>Honest conduct.</summary>
    public static Conduct Honest { get; } = new();

    /// <summary>The way through the Program.</summary>
    public virtual Succession Way(ProgramView program) => new(program);

    /// <summary>What a step gives.</summary>
    /// <param name="first">The leaf of its first output.</param>
    /// <param name="operands">What it reads.</param>
    /// <param name="outputs">What it rightly gives.</param>
    public virtual ImmutableArray<Tensor> Give(LeafName first, IReadOnlyList<StepOperand?> operands, ImmutableArray<Tensor> outputs) => outputs;

    /// <summary>How it runs the expansion of a step. A cheat whose claim does not come of what it shows has to alter the expansion, too.</summary>
    /// <param name="output">The leaf of the expansion that is the disputed output.</param>
    /// <param name="claimed">What it claimed that to be.</param>
    public virtual Conduct OfExpansion(LeafName output, Tensor claimed) => new AlteredOutputs(output with { Output = 0 }, (_, outputs) => outputs.SetItem(output.Output, claimed));

    /// <summary>Whether an output that was made gets a leaf in the trace.</summary>
    public virtual bool Records(LeafName leaf) => true;
}
