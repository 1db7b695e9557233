namespace OpenGradient.Execution.Disputes;

/// <summary>How far a simulated dispute is.</summary>
/// <param name="Work">What is done, in a few words.</param>
/// <param name="DoneCount">How many steps of it are done.</param>
/// <param name="TotalCount">How many there are; 0 if that is not known.</param>
public readonly record struct DisputeProgress(string Work, int DoneCount, int TotalCount);
