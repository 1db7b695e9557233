namespace OpenGradient.Execution.Disputes;

/// <summary>A message of a simulated dispute.</summary>
/// <param name="Round">The round, from 0.</param>
/// <param name="Party">Who sent it.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Request">What was owed, in a few words.</param>
/// <param name="Bytes">The message.</param>
public sealed record DisputeMessage(int Round, Party Party, string Kind, string Request, ReadOnlyMemory<byte> Bytes);
