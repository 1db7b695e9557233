namespace OpenGradient.Execution.Disputes;

/// <summary>The judge of an operator that is a long computation: a dispute about an element goes on as one about the expansion.</summary>
internal interface IExpandingJudge : IJudge
{
    /// <summary>The expansion of a step; null for a form of which there is none.</summary>
    Expansion? Expand(Reading reading, JudgedStep step);
}
