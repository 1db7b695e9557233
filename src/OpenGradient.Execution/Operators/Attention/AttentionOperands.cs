using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>The values of one attention step and where their heads lie.</summary>
/// <param name="Q">Queries.</param>
/// <param name="K">Keys.</param>
/// <param name="V">Values.</param>
/// <param name="Y">The result.</param>
/// <param name="Scores">The second result; null if nobody asked for it.</param>
/// <param name="Queries">The heads of <paramref name="Q"/>.</param>
/// <param name="Keys">The heads of <paramref name="K"/>.</param>
/// <param name="Values">The heads of <paramref name="V"/>.</param>
/// <param name="Mixed">The heads of <paramref name="Y"/>.</param>
internal sealed record AttentionOperands(
    Value Q, Value K, Value V, Value Y, Value? Scores, HeadLayout Queries, HeadLayout Keys, HeadLayout Values, HeadLayout Mixed);
