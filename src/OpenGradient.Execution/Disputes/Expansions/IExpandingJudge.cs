using System.Diagnostics;

namespace OpenGradient.Execution.Disputes;

/// <summary>The judge of an operator that is a long computation: a dispute about an element goes on as one about the expansion.</summary>
internal interface IExpandingJudge : IJudge
{
    /// <summary>Whether type and shape come of the expansion as well; otherwise <see cref="IJudge.Infer"/> says them.</summary>
    bool ExpandsHeader { get; }

    /// <summary>The expansion of a step; null for a form that has a derivation.</summary>
    Expansion? Expand(Reading reading, JudgedStep step);

    /// <inheritdoc/>
    ValueHeader IJudge.Infer(JudgedStep step, int output) => throw new UnreachableException("Type and shape come of the expansion.");

    /// <inheritdoc/>
    Derivation IJudge.Derive(JudgedStep step, int output, long element) => throw new UnreachableException("A step that is expanded has no derivation.");
}
