using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>A constant whose elements stand alone, where its source has it; as many bytes as its shape asks for.</summary>
/// <param name="Encoding">How elements are stored.</param>
/// <param name="Stored">The bytes.</param>
/// <param name="Shape">Row-major, outermost dimension first.</param>
internal sealed record PlainConstant(StoredEncoding Encoding, ConstantBytes Stored, int[] Shape)
{
    /// <summary>One of equal parts of the constant as a matrix.</summary>
    /// <param name="partCount">How many parts there are.</param>
    /// <param name="part">Which.</param>
    /// <param name="outputCount">Rows of the matrix.</param>
    /// <param name="depth">Columns.</param>
    public PlainMatrix Matrix(int partCount, int part, int outputCount, int depth)
    {
        ConstantBytes stored = Stored.Parts(partCount, part, 1);
        if (stored.Columns is { } columns)
            return new PlainMatrix(Encoding.Columns!, stored.Pieces, outputCount, depth, columns.StrideBytes);
        bool isOfWholeRows = outputCount % stored.Pieces.Length == 0;
        return new PlainMatrix(Encoding.Rows!, isOfWholeRows ? stored.Pieces : [stored.Join()], outputCount, depth, depth * Encoding.BlockBytes);
    }
}
