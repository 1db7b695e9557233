namespace OpenGradient.Receipts;

/// <summary>A call of a tool, as a stream shows it and as the answer's message leaf holds it.</summary>
/// <param name="Id">The id by which the client names it.</param>
/// <param name="Name">The function.</param>
/// <param name="Arguments">JSON text.</param>
public sealed record ShownCall(string Id, string Name, string Arguments);
