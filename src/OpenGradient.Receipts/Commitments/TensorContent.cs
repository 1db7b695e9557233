using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OpenGradient.Receipts;

/// <summary>The content of a <c>tensor</c> leaf: <c>type[d0,d1,…]</c>, a line feed, then the elements.</summary>
/// <param name="Type">The name of an element type: <c>f32</c>, <c>i64</c>, <c>bool</c> and so on.</param>
/// <param name="Shape">The dimensions, outermost first; empty for a scalar.</param>
/// <param name="Bytes">The elements, row-major, little-endian.</param>
public sealed record TensorContent(string Type, ImmutableArray<long> Shape, ReadOnlyMemory<byte> Bytes)
{
    private const int MaximumHeaderBytes = 1024;

    /// <summary>The leaf that commits to this tensor under its name.</summary>
    public CommitmentLeaf ToLeaf(string name)
    {
        byte[] header = Encoding.ASCII.GetBytes($"{Type}[{string.Join(',', Shape)}]\n");
        return new CommitmentLeaf(LeafKind.Tensor, name, (byte[])[.. header, .. Bytes.Span]);
    }

    /// <summary>Reads the content of a leaf; refuses any header but the one form, and any length but that of the shape.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> content, [NotNullWhen(true)] out TensorContent? tensor)
    {
        tensor = null;
        int headerLength = content.Span.IndexOf((byte)'\n');
        if (headerLength is < 0 or > MaximumHeaderBytes)
            return false;
        string header = Encoding.ASCII.GetString(content.Span[..headerLength]);
        int open = header.IndexOf('[', StringComparison.Ordinal);
        if (open < 0 || !header.EndsWith(']') || !TryReadShape(header[(open + 1)..^1], out ImmutableArray<long> shape))
            return false;
        ReadOnlyMemory<byte> bytes = content[(headerLength + 1)..];
        if (!HasLength(bytes.Length, header[..open], shape))
            return false;
        tensor = new TensorContent(header[..open], shape, bytes);
        return true;
    }

    private static bool TryReadShape(string text, out ImmutableArray<long> shape)
    {
        shape = [];
        if (text.Length == 0)
            return true;
        var dimensions = ImmutableArray.CreateBuilder<long>();
        foreach (string dimension in text.Split(','))
        {
            if (!TextForm.TryReadCount(dimension, out long count))
                return false;
            dimensions.Add(count);
        }

        shape = dimensions.ToImmutable();
        return true;
    }

    /// <summary>Whether the elements of a shape take so many bytes; multiplies in 128 bits and stops above any real length.</summary>
    private static bool HasLength(int length, string type, ImmutableArray<long> shape)
    {
        Int128 expected = ElementBytes(type);
        if (shape.Contains(0))
            return length == 0 && expected > 0;
        foreach (long dimension in shape)
        {
            expected *= dimension;
            if (expected > int.MaxValue)
                return false;
        }

        return expected == length && expected > 0;
    }

    private static int ElementBytes(string type) => type switch
    {
        "f64" or "i64" or "u64" => 8,
        "f32" or "i32" or "u32" => 4,
        "f16" or "bf16" or "i16" or "u16" => 2,
        "i8" or "u8" or "bool" or "i4" or "u4" or "i2" or "u2" => 1,
        "f8e4m3fn" or "f8e4m3fnuz" or "f8e5m2" or "f8e5m2fnuz" or "f8e8m0" or "f4e2m1" => 1,
        _ => 0,
    };
}
