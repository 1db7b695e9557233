using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Turns a constant matrix of <c>f32</c> at compile time.</summary>
internal static class ConstantTranspose
{
    public static DraftConstant Of(DraftConstant matrix)
    {
        int rows = (int)matrix.Shape[0];
        int columns = (int)matrix.Shape[1];
        byte[] turned = new byte[matrix.Bytes.Length];
        ReadOnlySpan<uint> from = MemoryMarshal.Cast<byte, uint>(matrix.Bytes.Span);
        Span<uint> to = MemoryMarshal.Cast<byte, uint>(turned.AsSpan());
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                to[(column * rows) + row] = from[(row * columns) + column];
        }

        return matrix with { Shape = [columns, rows], Bytes = turned };
    }

    /// <summary>Turns a constant matrix whose elements are bytes.</summary>
    public static DraftConstant OfBytes(DraftConstant matrix)
    {
        int rows = (int)matrix.Shape[0];
        int columns = (int)matrix.Shape[1];
        byte[] turned = new byte[matrix.Bytes.Length];
        ReadOnlySpan<byte> from = matrix.Bytes.Span;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                turned[(column * rows) + row] = from[(row * columns) + column];
        }

        return matrix with { Shape = [columns, rows], Bytes = turned };
    }
}
