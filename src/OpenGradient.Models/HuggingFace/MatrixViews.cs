using OpenGradient.Models.Decoders;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.HuggingFace;

/// <summary>Matrices in another order than that in which they lie; nothing is copied.</summary>
internal static class MatrixViews
{
    /// <summary>Rows become columns.</summary>
    public static StoredTensor Transposed(StoredTensor matrix)
    {
        (int rows, int columns) = ((int)matrix.Shape[0], (int)matrix.Shape[1]);
        int elementBytes = matrix.Encoding == "f32" ? 4 : 2;
        return matrix with { Shape = [columns, rows], Data = new ConstantBytes(matrix.Data.Join(), new MatrixColumns(columns, rows, elementBytes, columns * elementBytes)) };
    }

    /// <summary>Groups of neighbouring rows in another order.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="groupRows">Rows of a group; the matrix has whole groups.</param>
    /// <param name="source">Which group of the matrix comes at a place.</param>
    public static StoredTensor Reordered(StoredTensor matrix, int groupRows, Func<int, int> source)
    {
        int groupCount = (int)matrix.Shape[0] / groupRows;
        int groupBytes = matrix.Data.Length / groupCount;
        ReadOnlyMemory<byte> stored = matrix.Data.Join();
        return matrix with { Data = new ConstantBytes([.. Enumerable.Range(0, groupCount).Select(group => stored.Slice(source(group) * groupBytes, groupBytes))]) };
    }

    /// <summary>Matrices of one shape, one behind the other.</summary>
    /// <exception cref="InvalidInputException">Together they take more than 2 GiB.</exception>
    public static StoredTensor Stacked(string name, StoredTensor[] matrices)
    {
        if (matrices.Sum(static matrix => (long)matrix.Data.Length) > Array.MaxLength)
            throw new InvalidInputException(InvalidInputKind.TooLarge, $"tensor '{name}'", "The experts of a block take more than 2 GiB.");
        return matrices[0] with { Name = name, Shape = [matrices.Length, .. matrices[0].Shape], Data = new ConstantBytes([.. matrices.Select(static matrix => matrix.Data.Join())]) };
    }
}
