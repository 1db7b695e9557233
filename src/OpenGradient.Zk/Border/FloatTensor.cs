using System.Collections.Immutable;

namespace OpenGradient.Zk.Border;

/// <summary>Binary32 numbers by their bits, row by row.</summary>
internal sealed record FloatTensor(ImmutableArray<long> Shape, uint[] Bits);
