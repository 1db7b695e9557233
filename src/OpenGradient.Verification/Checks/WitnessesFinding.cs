using System.Collections.Immutable;
using OpenGradient.Transparency;

namespace OpenGradient.Verification;

/// <summary>The row <c>witnesses</c>, and whose cosignatures are good.</summary>
/// <param name="Row">The row.</param>
/// <param name="Cosigned">Who cosigned, in the order of the policy.</param>
/// <param name="KnownCount">How many witnesses the policy knows.</param>
internal sealed record WitnessesFinding(ReportRow Row, ImmutableArray<PolicyWitness> Cosigned, int KnownCount);
