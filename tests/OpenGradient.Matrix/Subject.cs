namespace OpenGradient.Matrix;

/// <summary>Something whose bits are the same on every machine.</summary>
/// <param name="Name">Its column in the table.</param>
/// <param name="Committed">The digest that the repository holds every machine to; null if the first machine of a table sets it.</param>
/// <param name="Run">Makes the bits on this machine.</param>
internal sealed record Subject(string Name, string? Committed, Func<Finding> Run);
