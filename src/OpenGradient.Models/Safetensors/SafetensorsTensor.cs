using System.Collections.Immutable;

namespace OpenGradient.Models.Safetensors;

/// <summary>One tensor of a safetensors file, its place already checked against the file's length.</summary>
/// <param name="Name">The name, unique in the file.</param>
/// <param name="Type">The element type as the format names it.</param>
/// <param name="Shape">Row-major, outermost dimension first.</param>
/// <param name="Offset">From the start of the file.</param>
/// <param name="LengthBytes">How many bytes it takes.</param>
internal sealed record SafetensorsTensor(string Name, string Type, ImmutableArray<long> Shape, long Offset, long LengthBytes);
