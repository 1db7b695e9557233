using OpenGradient.Primitives;

namespace OpenGradient.Verification;

/// <summary>Referees a dispute from what was said in it; supplied by whoever has the judges of exec-1's operators. It needs no model.</summary>
/// <remarks>The verifier references no arithmetic: it takes this function's word, so the function is part of what a user trusts. It throws for no messages.</remarks>
/// <param name="terms">The terms of the dispute.</param>
/// <param name="messages">What was said: the issuer of the receipt and its challenger in turn.</param>
public delegate DisputeJudgement DisputeJudge(JsonValue terms, IReadOnlyList<ReadOnlyMemory<byte>> messages);
