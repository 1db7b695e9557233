using System.Buffers.Binary;
using System.Text;

namespace OpenGradient.Models.Tests.Gguf;

/// <summary>Writes GGUF headers, honest and otherwise.</summary>
internal sealed class GgufBytes
{
    private readonly MemoryStream _entries = new();
    private readonly MemoryStream _tensors = new();
    private ulong _entryCount;
    private ulong _tensorCount;

    public uint Version { get; set; } = 3;

    public ulong? ClaimedEntryCount { get; set; }

    public ulong? ClaimedTensorCount { get; set; }

    public int DataBytes { get; set; }

    public GgufBytes Add(string key, string value) => AddRaw(key, 8, StringBytes(value));

    public GgufBytes Add(string key, uint value) => AddRaw(key, 4, Bytes(value));

    public GgufBytes AddRaw(string key, uint type, byte[] value)
    {
        _entries.Write(StringBytes(key));
        _entries.Write(Bytes(type));
        _entries.Write(value);
        _entryCount++;
        return this;
    }

    public GgufBytes AddTensor(string name, uint type, ulong offset, params ulong[] dimensions)
    {
        _tensors.Write(StringBytes(name));
        _tensors.Write(Bytes((uint)dimensions.Length));
        foreach (ulong dimension in dimensions)
            _tensors.Write(Bytes(dimension));
        _tensors.Write(Bytes(type));
        _tensors.Write(Bytes(offset));
        _tensorCount++;
        return this;
    }

    public byte[] ToArray()
    {
        using MemoryStream file = new();
        file.Write("GGUF"u8);
        file.Write(Bytes(Version));
        file.Write(Bytes(ClaimedTensorCount ?? _tensorCount));
        file.Write(Bytes(ClaimedEntryCount ?? _entryCount));
        file.Write(_entries.ToArray());
        file.Write(_tensors.ToArray());
        file.Write(new byte[(32 - (file.Length % 32)) % 32]);
        file.Write(new byte[DataBytes]);
        return file.ToArray();
    }

    public static byte[] StringBytes(string text) => [.. Bytes((ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Bytes(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Bytes(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
