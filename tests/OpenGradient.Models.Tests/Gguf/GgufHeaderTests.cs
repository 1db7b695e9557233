using OpenGradient.Models.Gguf;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Gguf;

public sealed class GgufHeaderTests
{
    [Fact]
    public void Parse_HonestFile_FindsMetadataAndTensors()
    {
        GgufHeader header = Parse(new GgufBytes { DataBytes = 256 }
            .Add("general.name", "n").Add("number", 7u)
            .AddRaw("array", 9, [.. GgufBytes.Bytes(5u), .. GgufBytes.Bytes(2ul), .. GgufBytes.Bytes(1u), .. GgufBytes.Bytes(uint.MaxValue)])
            .AddTensor("a", 0, 0, 4, 2).AddTensor("b", 8, 32, 32, 2));

        Assert.Equal("n", header.Metadata.Required<string>("general.name"));
        Assert.Equal(7, header.Metadata.RequiredInt32("number", 0, 10));
        Assert.Equal([1L, -1L], header.Metadata.Required<long[]>("array"));
        Assert.Equal(["a", "b"], header.Tensors.Select(static tensor => tensor.Name));
        Assert.Equal([2L, 4L], header.Tensors[0].Shape);
        Assert.Equal((32L, 68L), (header.Tensors[1].Offset - header.Tensors[0].Offset, header.Tensors[1].LengthBytes));
    }

    [Fact]
    public void Parse_EveryTruncation_IsRefused()
    {
        byte[] file = new GgufBytes { DataBytes = 32 }.Add("k", "v").AddTensor("a", 0, 0, 8).ToArray();

        for (int length = 0; length < file.Length; length++)
            Assert.Throws<InvalidInputException>(() => GgufHeader.Parse(file.AsSpan(0, length), length));
    }

    [Fact]
    public void Parse_WrongMagicOrVersion_IsRefused()
    {
        Refuse(InvalidInputKind.Unsupported, "version", new GgufBytes { Version = 1 });
        Refuse(InvalidInputKind.Unsupported, "version", new GgufBytes { Version = 0x03000000 });
        Assert.Equal("magic", Assert.Throws<InvalidInputException>(() => GgufHeader.Parse("NOPE............."u8, 17)).Subject);
    }

    [Fact]
    public void Parse_BigEndianFileOrPartOfAModel_IsRefusedWithTheCure()
    {
        byte[] reversed = new GgufBytes { Version = 0x03000000 }.ToArray();
        byte[] part = new GgufBytes().AddRaw("split.count", 2, [2, 0]).ToArray();

        Assert.Contains("little-endian", Refused(reversed).Message, StringComparison.Ordinal);
        Assert.Equal((InvalidInputKind.Unsupported, "split.count"), (Refused(part).Kind, Refused(part).Subject));
        Assert.Contains("--merge", Refused(part).Message, StringComparison.Ordinal);
        Parse(new GgufBytes().AddRaw("split.count", 2, [1, 0]));

        static InvalidInputException Refused(byte[] file) => Assert.Throws<InvalidInputException>(() => GgufHeader.Parse(file, file.Length));
    }

    [Theory]
    [InlineData(ulong.MaxValue, 0ul)]
    [InlineData(0ul, ulong.MaxValue)]
    [InlineData(65_536ul, 0ul)]
    [InlineData(0ul, 4_096ul)]
    public void Parse_HugeCounts_AreRefusedBeforeAnythingIsAllocated(ulong tensors, ulong entries)
    {
        byte[] file = new GgufBytes { ClaimedTensorCount = tensors, ClaimedEntryCount = entries }.ToArray();

        Allocation.AssertAtMost(100_000, () => Assert.Throws<InvalidInputException>(() => GgufHeader.Parse(file, file.Length)));
    }

    [Theory]
    [InlineData(8u, ulong.MaxValue)]
    [InlineData(8u, 1ul << 62)]
    [InlineData(4u, 1ul << 21)]
    [InlineData(0u, 1ul << 40)]
    public void Parse_HugeArray_IsRefusedBeforeItIsAllocated(uint type, ulong count)
    {
        byte[] file = new GgufBytes().AddRaw("key", 9, [.. GgufBytes.Bytes(type), .. GgufBytes.Bytes(count)]).ToArray();

        Allocation.AssertAtMost(100_000, () => Assert.Equal("key", Assert.Throws<InvalidInputException>(() => GgufHeader.Parse(file, file.Length)).Subject));
    }

    [Fact]
    public void Parse_WrongMetadata_NamesTheKey()
    {
        Refuse(InvalidInputKind.Unsupported, "key", new GgufBytes().AddRaw("key", 9, [.. GgufBytes.Bytes(9u), .. GgufBytes.Bytes(1ul)]));
        Refuse(InvalidInputKind.Malformed, "key", new GgufBytes().AddRaw("key", 13, []));
        Refuse(InvalidInputKind.Malformed, "key", new GgufBytes().AddRaw("key", 7, [2]));
        Refuse(InvalidInputKind.Malformed, "key", new GgufBytes().Add("key", "a").Add("key", "b"));
        Refuse(InvalidInputKind.Malformed, "key", new GgufBytes().AddRaw("key", 8, [.. GgufBytes.Bytes(2ul), 0xC3, 0x28]));
        Refuse(InvalidInputKind.Malformed, "key", new GgufBytes().AddRaw("key", 8, GgufBytes.Bytes(1ul << 19)));
        Refuse(InvalidInputKind.TooLarge, "key", new GgufBytes().AddRaw("key", 8, GgufBytes.Bytes(ulong.MaxValue)));
        Refuse(InvalidInputKind.Invalid, "general.alignment", new GgufBytes().Add("general.alignment", 48u));
        Refuse(InvalidInputKind.Invalid, "general.alignment", new GgufBytes().Add("general.alignment", 0u));
    }

    [Fact]
    public void Parse_WrongTensor_NamesTheTensor()
    {
        Refuse(InvalidInputKind.Malformed, "tensor 'a'", Data(64).AddTensor("a", 0, 96, 8));
        Refuse(InvalidInputKind.Malformed, "tensor 'a'", Data(64).AddTensor("a", 0, 64, 1));
        Refuse(InvalidInputKind.Malformed, "tensor 'a'", Data(64).AddTensor("a", 0, ulong.MaxValue - 31, 8));
        Refuse(InvalidInputKind.Malformed, "tensor 'a'", Data(64).AddTensor("a", 0, 4, 8));
        Refuse(InvalidInputKind.Malformed, "tensor 'b'", Data(64).AddTensor("a", 0, 0, 9).AddTensor("b", 0, 32, 1));
        Refuse(InvalidInputKind.Malformed, "tensor 'b'", Data(64).AddTensor("b", 0, 0, 1).AddTensor("b", 0, 32, 1));
        Refuse(InvalidInputKind.Malformed, "tensor 'a'", Data(64).AddTensor("a", 0, 0, 0));
        Refuse(InvalidInputKind.Malformed, "tensor 'a'", Data(64).AddTensor("a", 0, 0, ulong.MaxValue, ulong.MaxValue));
        Refuse(InvalidInputKind.TooLarge, "tensor 'a'", Data(64).AddTensor("a", 0, 0, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue));
        Refuse(InvalidInputKind.Malformed, "tensor 'a'", Data(64).AddTensor("a", 0, 0, 1, 1, 1, 1, 1));
        Refuse(InvalidInputKind.Malformed, "tensor 'a'", Data(64).AddTensor("a", 8, 0, 33));
        Refuse(InvalidInputKind.Unsupported, "tensor 'a'", Data(64).AddTensor("a", 4, 0, 32));
        Refuse(InvalidInputKind.Unsupported, "tensor 'a'", Data(64).AddTensor("a", uint.MaxValue, 0, 32));
    }

    private static GgufBytes Data(int bytes) => new() { DataBytes = bytes };

    private static void Refuse(InvalidInputKind kind, string subject, GgufBytes file)
    {
        var exception = Assert.Throws<InvalidInputException>(() => Parse(file));

        Assert.Equal((kind, subject), (exception.Kind, exception.Subject));
    }

    private static GgufHeader Parse(GgufBytes file)
    {
        byte[] bytes = file.ToArray();
        return GgufHeader.Parse(bytes, bytes.Length);
    }
}
