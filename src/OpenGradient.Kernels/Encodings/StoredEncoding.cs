using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>How weights are stored: blocks of a fixed number of elements. The layouts are GGML's.</summary>
/// <remarks>Either elements stand alone, or they are read 32 at a time (<see cref="ReadBlock"/>).</remarks>
internal sealed class StoredEncoding
{
    private readonly WeightBlockReaders.Reader? _readBlock;
    private readonly WidenElements? _widen;

    private StoredEncoding(string name, int blockElements, int blockBytes)
    {
        Name = name;
        BlockElements = blockElements;
        BlockBytes = blockBytes;
    }

    private StoredEncoding(string name, int elementBytes, WidenElements widen, PlainLayout rows, PlainLayout columns)
        : this(name, 1, elementBytes)
    {
        _widen = widen;
        Rows = rows;
        Columns = columns;
    }

    private StoredEncoding(string name, int blockElements, int blockBytes, WeightBlockReaders.Reader readBlock, StoredPanels panels)
        : this(name, blockElements, blockBytes)
    {
        _readBlock = readBlock;
        Panels = panels;
    }

    /// <summary>Blocks, each of one or more parts of 32 elements.</summary>
    public static StoredEncoding Blocks<TEncoding>(string name, int blockElements, int blockBytes, WeightBlockReaders.Reader readBlock)
        where TEncoding : struct, IPanelEncoding =>
        new(name, blockElements, blockBytes, readBlock, new EncodedPanels<TEncoding>(blockElements, blockBytes, readBlock));

    /// <summary>Elements that stand alone.</summary>
    public static StoredEncoding Plain<TElements>(string name)
        where TElements : struct, IPlainElements =>
        new(name, TElements.ByteCount, WidenAll<TElements>, new EncodedRows<TElements>(), new EncodedColumns<TElements>());

    /// <summary>The name in a Program's constants.</summary>
    public string Name { get; }

    /// <summary>Elements in a block.</summary>
    public int BlockElements { get; }

    /// <summary>Bytes of a block.</summary>
    public int BlockBytes { get; }

    /// <summary>How elements that stand alone are multiplied as they are; null where they come in blocks.</summary>
    public PlainLayout? Rows { get; }

    /// <summary>The same where those of one column lie side by side, not those of one row.</summary>
    public PlainLayout? Columns { get; }

    /// <summary>How blocks are laid out to be multiplied as they are; null where elements stand alone.</summary>
    public StoredPanels? Panels { get; }

    /// <summary>Whether weights are shifted: <see cref="WeightBlock.OffsetFactor"/>.</summary>
    public bool HasOffsets => Panels is { HasOffsets: true };

    /// <summary>The size of so many elements, in bytes; they must be whole blocks.</summary>
    public long LengthBytes(long elementCount) => checked(elementCount / BlockElements * BlockBytes);

    /// <summary>Reads the 32 weights from element 32·<paramref name="index"/> of a row on.</summary>
    public void ReadBlock(ReadOnlySpan<byte> row, int index, ref WeightBlock block)
    {
        int parts = BlockElements / WeightBlock.ElementCount;
        _readBlock!(row.Slice(index / parts * BlockBytes, BlockBytes), index % parts, ref block);
    }

    /// <summary>Widens whole blocks to binary32; every NaN leaves in the one form.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Widen(ReadOnlySpan<byte> encoded, Span<float> elements)
    {
        if (_widen is not null)
            _widen(encoded, elements);
        else
            WidenBlocks(encoded, elements);
        foreach (ref float element in elements)
            element = CanonicalNaN.Of(element);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenAll<TElements>(ReadOnlySpan<byte> stored, Span<float> elements)
        where TElements : struct, IPlainElements
    {
        for (int i = 0; i < elements.Length; i++)
            elements[i] = TElements.Read(stored[(i * TElements.ByteCount)..]);
    }

    private void WidenBlocks(ReadOnlySpan<byte> encoded, Span<float> elements)
    {
        var block = new WeightBlock(stackalloc sbyte[WeightBlock.ElementCount]);
        for (int index = 0; index < elements.Length / WeightBlock.ElementCount; index++)
        {
            ReadBlock(encoded, index, ref block);
            Span<float> widened = elements.Slice(index * WeightBlock.ElementCount, WeightBlock.ElementCount);
            WidenHalf(block.Weights[..16], block.Factor * block.Scales.First, block.OffsetFactor * block.Offsets.First, widened);
            WidenHalf(block.Weights[16..], block.Factor * block.Scales.Second, block.OffsetFactor * block.Offsets.Second, widened[16..]);
        }
    }

    private void WidenHalf(ReadOnlySpan<sbyte> weights, float scale, float offset, Span<float> elements)
    {
        for (int i = 0; i < weights.Length; i++)
            elements[i] = HasOffsets ? MathF.FusedMultiplyAdd(scale, weights[i], offset) : scale * weights[i];
    }

    private delegate void WidenElements(ReadOnlySpan<byte> stored, Span<float> elements);
}
