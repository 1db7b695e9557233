using OpenGradient.Primitives;

namespace OpenGradient.Programs.Tests;

public sealed class ConstantBytesTests
{
    private const int Rows = 37;
    private const int Columns = 5;

    private static readonly byte[] Bytes = [.. Enumerable.Range(0, Rows * Columns * 2).Select(static i => (byte)(i * 7))]; // rows of two-byte elements

    public static TheoryData<string> Places => ["together", "in pieces", "in columns", "in columns of a wider matrix"];

    [Theory]
    [MemberData(nameof(Places))]
    public void JoinAndDigest_AnyPlace_AreThoseOfTheBytesInOrder(string place)
    {
        ConstantBytes bytes = At(place);

        Assert.Equal(Bytes.Length, bytes.Length);
        Assert.Equal(Bytes, bytes.Join().ToArray());
        Assert.Equal(Digest.Sha256(Bytes), bytes.ComputeDigest());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Parts_AnyRows_AreThoseRows(string place)
    {
        for (int first = 0; first <= Rows; first++)
        {
            ConstantBytes part = At(place).Parts(Rows, first, Rows - first);

            Assert.Equal(Bytes[(first * Columns * 2)..], part.Join().ToArray());
        }
    }

    /// <summary>A part that ends within a row or a piece has to be put together.</summary>
    [Theory]
    [MemberData(nameof(Places))]
    public void Parts_OfElements_AreThoseElements(string place) =>
        Assert.Equal(Bytes[6..20], At(place).Parts(Rows * Columns, 3, 7).Join().ToArray());

    [Fact]
    public void Parts_WholePieces_StayWhereTheyLie()
    {
        ConstantBytes part = At("in pieces").Parts(Rows, 1, 2);

        Assert.Equal(2, part.Pieces.Length);
    }

    private static ConstantBytes At(string place) => place switch
    {
        "together" => new ConstantBytes(Bytes),
        "in pieces" => new ConstantBytes([.. Bytes.Chunk(Columns * 2).Select(static row => new ReadOnlyMemory<byte>(row))]),
        "in columns" => InColumns(gap: 0),
        _ => InColumns(gap: 3),
    };

    private static ConstantBytes InColumns(int gap)
    {
        byte[] columns = new byte[Columns * (Rows + gap) * 2];
        for (int i = 0; i < Bytes.Length; i++)
            columns[(((i / 2 % Columns * (Rows + gap)) + (i / 2 / Columns)) * 2) + (i % 2)] = Bytes[i];
        return new ConstantBytes(columns, new MatrixColumns(Rows, Columns, 2, (Rows + gap) * 2));
    }
}
