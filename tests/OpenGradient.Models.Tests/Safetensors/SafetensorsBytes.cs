using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace OpenGradient.Models.Tests.Safetensors;

/// <summary>Writes safetensors files, honest and otherwise.</summary>
internal sealed class SafetensorsBytes
{
    private readonly MemoryStream _data = new();
    private readonly List<string> _entries = [];

    public string? Header { get; set; }

    public ulong? ClaimedHeaderBytes { get; set; }

    public SafetensorsBytes Add(string name, int[] shape, ReadOnlySpan<float> numbers) => Add(name, "F32", shape, MemoryMarshal.AsBytes(numbers).ToArray());

    public SafetensorsBytes Add(string name, string type, int[] shape, byte[] data)
    {
        AddRaw(name, type, string.Join(',', shape), $"{_data.Length},{_data.Length + data.Length}");
        _data.Write(data);
        return this;
    }

    public SafetensorsBytes AddRaw(string name, string type, string shape, string offsets)
    {
        _entries.Add($$"""{{System.Text.Json.JsonSerializer.Serialize(name)}}:{"dtype":"{{type}}","shape":[{{shape}}],"data_offsets":[{{offsets}}]}""");
        return this;
    }

    public SafetensorsBytes AddData(int count)
    {
        _data.Write(new byte[count]);
        return this;
    }

    public byte[] ToArray()
    {
        string text = Header ?? $$"""{"__metadata__":{"format":"pt"},{{string.Join(',', _entries)}}}""";
        byte[] header = Encoding.UTF8.GetBytes(text.PadRight((text.Length + 7) / 8 * 8));
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, ClaimedHeaderBytes ?? (ulong)header.Length);
        return [.. length, .. header, .. _data.ToArray()];
    }
}
