namespace OpenGradient.Zk.Commitments;

/// <summary>How often a commitment is looked into, and how much work stands before it.</summary>
/// <param name="QueryCount">Q.</param>
/// <param name="WorkBits">g, at most 40.</param>
internal sealed record QueryParameters(int QueryCount, int WorkBits);
