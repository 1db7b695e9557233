using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace OpenGradient.Models.Gguf;

/// <summary>Writes a GGUF file (version 3, little-endian) from front to back: <see cref="GgufHeader"/> shows the layout.</summary>
internal sealed class GgufWriter
{
    private readonly ArrayBufferWriter<byte> _metadata = new();
    private readonly List<GgufTensor> _tensors = [];
    private ulong _keyCount;
    private long _dataBytes;

    /// <summary>The tensors, with offsets from the start of the data.</summary>
    public IReadOnlyList<GgufTensor> Tensors => _tensors;

    /// <summary>Adds a text.</summary>
    public void Add(string key, string value)
    {
        WriteKey(key, StringType);
        WriteString(_metadata, value);
    }

    /// <summary>Adds a whole number.</summary>
    public void Add(string key, uint value)
    {
        WriteKey(key, UInt32Type);
        WriteUInt32(_metadata, value);
    }

    /// <summary>Adds a binary32 number.</summary>
    public void Add(string key, float value)
    {
        WriteKey(key, Float32Type);
        WriteUInt32(_metadata, BitConverter.SingleToUInt32Bits(value));
    }

    /// <summary>Adds a tensor; its bytes are asked for in <see cref="Write"/>.</summary>
    /// <param name="name">Unique in the file.</param>
    /// <param name="type">How it is stored.</param>
    /// <param name="shape">Outermost dimension first; rows of whole blocks.</param>
    public void AddTensor(string name, GgufTensorType type, params ImmutableArray<long> shape)
    {
        long elements = 1;
        foreach (long dimension in shape)
            elements = checked(elements * dimension);
        long lengthBytes = elements / type.BlockElements() * type.BlockBytes();
        _tensors.Add(new GgufTensor(name, type, shape, _dataBytes, lengthBytes));
        _dataBytes = Aligned(_dataBytes + lengthBytes);
    }

    /// <summary>Writes everything.</summary>
    /// <param name="file">Where to; only written, never sought in.</param>
    /// <param name="writeTensor">Writes the bytes of one tensor, exactly as many as it has.</param>
    public void Write(Stream file, Action<GgufTensor, Stream> writeTensor)
    {
        long position = WriteHeader(file);
        Pad(file, position);
        foreach (GgufTensor tensor in _tensors)
        {
            writeTensor(tensor, file);
            Pad(file, tensor.LengthBytes);
        }
    }

    private long WriteHeader(Stream file)
    {
        var header = new ArrayBufferWriter<byte>();
        header.Write("GGUF"u8);
        WriteUInt32(header, 3);
        WriteUInt64(header, (ulong)_tensors.Count);
        WriteUInt64(header, _keyCount);
        header.Write(_metadata.WrittenSpan);
        foreach (GgufTensor tensor in _tensors)
            WriteInfo(header, tensor);
        file.Write(header.WrittenSpan);
        return header.WrittenCount;
    }

    private static void WriteInfo(ArrayBufferWriter<byte> header, GgufTensor tensor)
    {
        WriteString(header, tensor.Name);
        WriteUInt32(header, (uint)tensor.Shape.Length);
        for (int i = tensor.Shape.Length - 1; i >= 0; i--)
            WriteUInt64(header, (ulong)tensor.Shape[i]);
        WriteUInt32(header, (uint)tensor.Type);
        WriteUInt64(header, (ulong)tensor.Offset);
    }

    private void WriteKey(string key, uint type)
    {
        WriteString(_metadata, key);
        WriteUInt32(_metadata, type);
        _keyCount++;
    }

    private static void Pad(Stream file, long written) => file.Write(stackalloc byte[(int)(Aligned(written) - written)]);

    private static long Aligned(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private static void WriteString(ArrayBufferWriter<byte> target, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        WriteUInt64(target, (ulong)bytes.Length);
        target.Write(bytes);
    }

    private static void WriteUInt32(ArrayBufferWriter<byte> target, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target.GetSpan(sizeof(uint)), value);
        target.Advance(sizeof(uint));
    }

    private static void WriteUInt64(ArrayBufferWriter<byte> target, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(target.GetSpan(sizeof(ulong)), value);
        target.Advance(sizeof(ulong));
    }

    // The numbers of the format; 32 is the alignment where general.alignment says no other.
    private const uint UInt32Type = 4;
    private const uint Float32Type = 6;
    private const uint StringType = 8;
    private const int Alignment = 32;
}
