using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>MemberTrees</c>, in the expansion of <c>TreeEnsemble</c>: that with one more input, what <see cref="MemberListsJudge"/> gives.</summary>
internal sealed class MemberTreesJudge : IDisputeOperator
{
    /// <summary>The operator's name.</summary>
    public const string Operator = "MemberTrees";

    private const int EngineInputCount = 10;

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => TreeWalk.Header(step);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element) => TreeWalk.Derive(step, element);

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step)
    {
        IEnumerable<int> inputs = Enumerable.Range(0, EngineInputCount);
        return SingleStep.Run(step.Step with { Operator = "TreeEnsemble", Inputs = [.. inputs] }, [.. inputs.Select(input => StepOperand.Of(step.Input(input)))])[0];
    }
}
