using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>What ran.</summary>
/// <param name="Id">The published model version.</param>
/// <param name="Name">Its name, a label for people.</param>
/// <param name="Program">The Program that it was compiled to.</param>
public sealed record ModelStatement(ModelId Id, string Name, ProgramId Program);
