using System.Buffers.Binary;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>An input of the disputed step: its elements one at a time, from whatever part of its document is at hand.</summary>
internal sealed class JudgedInput
{
    private readonly IDocumentReader _reader;
    private readonly DocumentName _document;
    private readonly StoredEncoding? _encoding;
    private readonly StoredEncoding? _weights; // f16 and bf16 are types of their own, and a way to store weights

    /// <param name="input">Which document.</param>
    /// <param name="header">Type and shape; null for a constant, and for what its name says.</param>
    /// <param name="reader">Where its bytes come from.</param>
    public JudgedInput(RecordInput input, ValueHeader? header, IDocumentReader reader)
    {
        _reader = reader;
        _document = input.Document;
        Constant = input.Constant;
        if (Constant is { } constant)
        {
            Shape = Shapes.FromImmutable(constant.Shape);
            Type = ElementType.Float32;
            if (ElementTypes.TryParse(constant.Encoding, out ElementType type))
                (Type, _weights) = (type, WeightsOf(constant.Encoding));
            else if (!StoredEncodings.TryFind(constant.Encoding, out _encoding))
                throw new ArgumentException($"The encoding {constant.Encoding} is unknown.", nameof(input));
        }
        else
        {
            header ??= _document.LiteralHeader;
            Type = header.Type;
            Shape = Shapes.FromImmutable(header.Shape);
        }

        Count = Shapes.ElementCount(Shape);
    }

    /// <summary>Encoding and digest, if it is a constant.</summary>
    public Constant? Constant { get; }

    /// <summary>The type of its elements as a run sees them.</summary>
    public ElementType Type { get; }

    /// <summary>The dimensions.</summary>
    public int[] Shape { get; }

    /// <summary>The product of the dimensions.</summary>
    public int Count { get; }

    /// <summary>Bytes of a constant as it is stored; 0 if its encoding is unknown or its shape is not whole blocks.</summary>
    public static long StoredBytes(Constant constant)
    {
        long count = constant.Shape.Contains(0) ? 0 : constant.Shape.Aggregate(1L, static (product, dimension) => checked(product * dimension));
        if (ElementTypes.TryParse(constant.Encoding, out ElementType type))
            return checked(count * type.SizeBytes());
        return StoredEncodings.TryFind(constant.Encoding, out StoredEncoding? encoding) ? encoding.LengthBytes(count) : 0;
    }

    /// <summary>The bits of an element, canonical as exec-1 sections 2 and 3 have it, in the low bits.</summary>
    public ulong Bits(long index)
    {
        if (_encoding is not null)
            return ElementBits.Of(Stored(_encoding, index));
        if (_document.IsLiteral)
            return (ulong)_document.Index;
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        int size = Type.SizeBytes();
        _reader.Read(_document, index * size, bytes[..size]);
        CanonicalForm.Apply(Type, bytes[..size]);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>An element of an <c>f32</c> value, or of a constant that stores such.</summary>
    public float Float(long index) => _weights is { } weights ? Stored(weights, index) : ElementBits.Float(Bits(index));

    /// <summary>An element of a value of whole numbers, or of <c>bool</c>, in 64 bits.</summary>
    public long Integer(long index) => NumberRules.Widen(Type, Bits(index));

    /// <summary>32 weights of a constant in blocks, those from element 32·<paramref name="index"/> on.</summary>
    public void ReadWeights(long index, ref WeightBlock weights)
    {
        int parts = _encoding!.BlockElements / WeightBlock.ElementCount;
        byte[] block = new byte[_encoding.BlockBytes];
        _reader.Read(_document, index / parts * _encoding.BlockBytes, block);
        _encoding.ReadBlock(block, (int)(index % parts), ref weights);
    }

    /// <summary>Whether its blocks have offsets.</summary>
    public bool HasOffsets => _encoding is { HasOffsets: true };

    /// <summary>A constant as it is stored.</summary>
    public byte[] ReadStored()
    {
        byte[] bytes = new byte[checked((int)StoredBytes(Constant!))];
        _reader.Read(_document, 0, bytes);
        return bytes;
    }

    /// <summary>The whole of it as a tensor.</summary>
    public Tensor ReadTensor() => new(Type, Interpreter.Shapes.ToImmutable(Shape), ReadElements());

    /// <summary>All elements in their one form; those of a constant as the type that a run sees.</summary>
    public byte[] ReadElements()
    {
        byte[] elements = new byte[Count * Type.SizeBytes()];
        if (_encoding is null && !_document.IsLiteral)
        {
            _reader.Read(_document, 0, elements);
            CanonicalForm.Apply(Type, elements);
            return elements;
        }

        for (int index = 0; index < Count; index++)
            Scalar(index).Bytes.CopyTo(elements, index * Type.SizeBytes());
        return elements;
    }

    /// <summary>One element as a scalar.</summary>
    public Tensor Scalar(long index)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Bits(index));
        return new Tensor(Type, [], bytes[..Type.SizeBytes()].ToArray());
    }

    private static StoredEncoding? WeightsOf(string encoding) =>
        encoding is "f16" or "bf16" && StoredEncodings.TryFind(encoding, out StoredEncoding? weights) ? weights : null;

    private float Stored(StoredEncoding encoding, long index)
    {
        byte[] block = new byte[encoding.BlockBytes];
        float[] elements = new float[encoding.BlockElements];
        _reader.Read(_document, index / encoding.BlockElements * encoding.BlockBytes, block);
        encoding.Widen(block, elements);
        return elements[index % encoding.BlockElements];
    }
}
