using System.Collections.Immutable;

namespace OpenGradient.Transparency;

/// <summary>What the witnesses of a policy signed of one checkpoint.</summary>
/// <param name="Cosigned">The witnesses whose cosignature is good, in the order of the policy.</param>
/// <param name="IsQuorum">Whether they are enough.</param>
/// <param name="LatestTimestamp">The latest time that one of them signed, in seconds since 1970-01-01 UTC; 0 if there is none.</param>
/// <param name="Forged">A witness in whose name a line stands that it did not sign: then nothing of the note counts. Null if there is none.</param>
public sealed record WitnessFinding(ImmutableArray<PolicyWitness> Cosigned, bool IsQuorum, ulong LatestTimestamp, PolicyWitness? Forged);
