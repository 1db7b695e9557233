using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The judge of an operator that only disputes have (spec/dispute-1, sections 8 and 11): no engine knows it, so the parties run it by this.</summary>
internal interface IDisputeOperator : IJudge
{
    /// <summary>The one output of a step, whose inputs can be read whole.</summary>
    Tensor Run(JudgedStep step);
}
