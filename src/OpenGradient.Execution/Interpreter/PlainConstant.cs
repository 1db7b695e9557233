using OpenGradient.Kernels;

namespace OpenGradient.Execution.Interpreter;

/// <summary>A constant whose elements stand alone, where its source has it; as many bytes as its shape asks for.</summary>
/// <param name="Rows">How its rows are multiplied.</param>
/// <param name="Stored">The bytes.</param>
/// <param name="Shape">Row-major, outermost dimension first.</param>
internal sealed record PlainConstant(PlainRows Rows, ReadOnlyMemory<byte> Stored, int[] Shape);
