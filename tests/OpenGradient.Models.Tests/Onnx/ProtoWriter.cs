using System.Text;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>Writes Protocol Buffers fields, honest or hostile.</summary>
internal sealed class ProtoWriter
{
    private readonly MemoryStream _bytes = new();

    public ProtoWriter Integer(int field, long number)
    {
        Varint((ulong)field << 3);
        Varint(unchecked((ulong)number));
        return this;
    }

    public ProtoWriter Fixed32(int field, uint bits)
    {
        Varint(((ulong)field << 3) | 5);
        _bytes.Write(BitConverter.GetBytes(bits));
        return this;
    }

    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> content)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)content.Length);
        _bytes.Write(content);
        return this;
    }

    public ProtoWriter Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public ProtoWriter Message(int field, ProtoWriter message) => Bytes(field, message.ToArray());

    public ProtoWriter Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public byte[] ToArray() => _bytes.ToArray();

    private void Varint(ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            _bytes.WriteByte(unchecked((byte)(number | 0x80)));
        _bytes.WriteByte((byte)number);
    }
}
