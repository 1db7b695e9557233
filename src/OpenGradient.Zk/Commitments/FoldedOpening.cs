using System.Collections.Immutable;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Commitments;

/// <summary>What an opening says before it is looked into; proof-1 section 7.</summary>
/// <param name="Factors">γ, with which each vector joined.</param>
/// <param name="Blinds">For each vector whose rows are hidden, the random coefficients of its and its mask's rows, combined; none for others.</param>
/// <param name="Rounds">The folds.</param>
/// <param name="Last">The row that was sent.</param>
internal sealed record FoldedOpening<TExtension>(ImmutableArray<TExtension> Factors, ImmutableArray<TExtension[]> Blinds, ImmutableArray<FoldedWord<TExtension>> Rounds, TExtension[] Last)
    where TExtension : struct, IExtension<TExtension>;
