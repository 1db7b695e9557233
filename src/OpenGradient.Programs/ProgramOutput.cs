namespace OpenGradient.Programs;

/// <summary>A value that a run returns.</summary>
/// <param name="Name">The name by which responses give it.</param>
/// <param name="Value">The index of the value.</param>
public sealed record ProgramOutput(string Name, int Value);
