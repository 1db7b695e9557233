namespace OpenGradient.Execution.Disputes;

/// <summary>The dispute in which another one, about an expansion, lies.</summary>
/// <param name="Dispute">It.</param>
/// <param name="Index">The leaf in dispute there: all before it are agreed.</param>
internal sealed record OuterDispute(DisputeCase Dispute, int Index);
