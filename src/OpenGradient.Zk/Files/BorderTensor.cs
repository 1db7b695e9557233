using System.Collections.Immutable;

namespace OpenGradient.Zk;

/// <summary>Integers where a core begins or ends.</summary>
internal sealed record BorderTensor(ImmutableArray<long> Shape, long[] Elements);
