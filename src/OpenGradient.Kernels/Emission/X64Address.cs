namespace OpenGradient.Kernels;

/// <summary>An operand in memory: base + index · scale + displacement.</summary>
/// <param name="Base">The register that holds the base.</param>
/// <param name="Index">The register that is scaled and added; null for none.</param>
/// <param name="Scale">1, 2, 4 or 8.</param>
/// <param name="Displacement">In bytes. In a vector instruction a multiple of the operand's size.</param>
internal readonly record struct X64Address(X64Register Base, X64Register? Index = null, int Scale = 1, int Displacement = 0);
