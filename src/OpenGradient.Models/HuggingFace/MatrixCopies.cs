using OpenGradient.Models.Decoders;
using OpenGradient.Primitives;

namespace OpenGradient.Models.HuggingFace;

/// <summary>Copies of matrices in another layout.</summary>
internal static class MatrixCopies
{
    /// <summary>Rows become columns.</summary>
    public static StoredTensor Transposed(StoredTensor matrix)
    {
        ReadOnlySpan<byte> from = matrix.Data.Span;
        byte[] to = new byte[from.Length];
        (int rows, int columns) = ((int)matrix.Shape[0], (int)matrix.Shape[1]);
        int elementBytes = matrix.Encoding == "f32" ? 4 : 2;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                from.Slice(((row * columns) + column) * elementBytes, elementBytes).CopyTo(to.AsSpan(((column * rows) + row) * elementBytes));
        }

        return matrix with { Shape = [columns, rows], Data = to };
    }

    /// <summary>Row i of the copy is row <paramref name="source"/>(i).</summary>
    public static StoredTensor Rows(StoredTensor matrix, Func<int, int> source)
    {
        int count = (int)matrix.Shape[0];
        int rowBytes = matrix.Data.Length / count;
        byte[] to = new byte[matrix.Data.Length];
        for (int row = 0; row < count; row++)
            matrix.Data.Span.Slice(source(row) * rowBytes, rowBytes).CopyTo(to.AsSpan(row * rowBytes));
        return matrix with { Data = to };
    }

    /// <summary>Matrices of one shape, one behind the other.</summary>
    /// <exception cref="InvalidInputException">Together they take more than 2 GiB.</exception>
    public static StoredTensor Stacked(string name, StoredTensor[] matrices)
    {
        long lengthBytes = matrices.Sum(static matrix => (long)matrix.Data.Length);
        if (lengthBytes > Array.MaxLength)
            throw new InvalidInputException(InvalidInputKind.TooLarge, $"tensor '{name}'", "The experts of a block take more than 2 GiB.");
        byte[] to = new byte[lengthBytes];
        int end = 0;
        foreach (StoredTensor matrix in matrices)
        {
            matrix.Data.Span.CopyTo(to.AsSpan(end));
            end += matrix.Data.Length;
        }

        return matrices[0] with { Name = name, Shape = [matrices.Length, .. matrices[0].Shape], Data = to };
    }
}
