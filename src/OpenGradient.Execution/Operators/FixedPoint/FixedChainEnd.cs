using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>What becomes of the 64-bit integers at the end of a <see cref="FixedChainOperation"/>.</summary>
internal abstract class FixedChainEnd
{
    /// <summary>The type of what is made.</summary>
    public abstract ElementType Type { get; }

    /// <summary>Makes the elements of <paramref name="y"/> from <paramref name="start"/> on.</summary>
    public abstract void Run(StepRun run, ReadOnlySpan<long> block, Value y, int start);
}
