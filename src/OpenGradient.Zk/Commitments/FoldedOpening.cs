using System.Collections.Immutable;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Commitments;

/// <summary>What an opening says before it is looked into; proof-1 section 7.</summary>
/// <param name="Factors">γ, with which each vector joined.</param>
/// <param name="Rounds">The folds.</param>
/// <param name="LastShape">Of the row that was sent, and of the random coefficients behind it.</param>
/// <param name="Last">The row that was sent.</param>
/// <param name="Blind">The random coefficients of hidden rows and of their masks, combined and folded like the rows; none if none are hidden.</param>
internal sealed record FoldedOpening<TExtension>(
    ImmutableArray<TExtension> Factors, ImmutableArray<FoldedWord<TExtension>> Rounds, CommitmentShape LastShape, TExtension[] Last, TExtension[] Blind)
    where TExtension : struct, IExtension<TExtension>;
