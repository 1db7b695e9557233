using System.Collections.Immutable;

namespace OpenGradient.Transparency;

/// <summary>Which sets of witnesses are enough: one witness, or some of several rules.</summary>
/// <param name="Witness">The place of the one witness in the policy; −1 for a group.</param>
/// <param name="Threshold">How many members of the group must be met.</param>
/// <param name="Members">The members of the group; each witness is in it once, however deep.</param>
internal sealed record QuorumRule(int Witness, int Threshold, ImmutableArray<QuorumRule> Members)
{
    /// <summary>Enough without any witness: <c>quorum none</c>.</summary>
    public static QuorumRule None { get; } = new(-1, 0, []);

    /// <summary>A rule that one witness meets.</summary>
    public static QuorumRule Of(int witness) => new(witness, 0, []);

    /// <summary>The fewest witnesses that are enough.</summary>
    public int Least => Witness >= 0 ? 1 : Members.Select(static member => member.Least).Order().Take(Threshold).Sum();

    /// <summary>Whether these witnesses are enough.</summary>
    public bool IsMet(Func<int, bool> hasCosigned) =>
        Witness >= 0 ? hasCosigned(Witness) : Members.Count(member => member.IsMet(hasCosigned)) >= Threshold;
}
