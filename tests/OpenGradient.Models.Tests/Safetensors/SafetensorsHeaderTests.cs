using OpenGradient.Models.Safetensors;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Safetensors;

public sealed class SafetensorsHeaderTests
{
    [Fact]
    public void Parse_HonestFile_FindsTensors()
    {
        byte[] bytes = new SafetensorsBytes().Add("b", [2, 3], new float[6]).Add("empty", [0, 5], []).Add("a", "BF16", [4], new byte[8]).ToArray();

        var tensors = SafetensorsHeader.Parse(bytes, bytes.Length, "f");

        Assert.Equal(["b", "empty", "a"], tensors.Select(static tensor => tensor.Name));
        Assert.Equal([2L, 3L], tensors[0].Shape);
        Assert.Equal((24L, "BF16", 8L), (tensors[2].Offset - tensors[0].Offset, tensors[2].Type, tensors[2].LengthBytes));
        Assert.Equal(bytes.Length, tensors[2].Offset + 8);
    }

    [Fact]
    public void Parse_EveryTruncation_IsRefused()
    {
        byte[] file = new SafetensorsBytes().Add("a", [8], new float[8]).ToArray();

        for (int length = 0; length < file.Length; length++)
            Assert.Throws<InvalidInputException>(() => SafetensorsHeader.Parse(file.AsSpan(0, length), length, "f"));
    }

    [Theory]
    [InlineData(ulong.MaxValue, InvalidInputKind.TooLarge)]
    [InlineData(1ul << 25, InvalidInputKind.TooLarge)]
    [InlineData(1ul << 20, InvalidInputKind.Malformed)]
    [InlineData(0ul, InvalidInputKind.Malformed)]
    public void Parse_WrongHeaderLength_IsRefusedBeforeAnythingIsAllocated(ulong length, InvalidInputKind kind)
    {
        byte[] file = new SafetensorsBytes { ClaimedHeaderBytes = length }.ToArray();

        Allocation.AssertAtMost(100_000, () => Assert.Equal(kind, Assert.Throws<InvalidInputException>(() => SafetensorsHeader.Parse(file, file.Length, "f")).Kind));
    }

    [Theory]
    [InlineData("4", "0,15")] // bytes that the shape does not take
    [InlineData("3", "0,16")]
    [InlineData("4", "16,32")] // behind the data
    [InlineData("4", "16,0")]
    [InlineData("4", "0")]
    [InlineData("4", "0,16,16")]
    [InlineData("-4", "0,16")]
    [InlineData("4.0", "0,16")]
    [InlineData("4e0", "0,16")]
    [InlineData("\"4\"", "0,16")]
    [InlineData("9223372036854775807,9223372036854775807,4", "0,16")]
    [InlineData("9223372036854775808", "0,16")]
    [InlineData("4611686018427387904,4", "0,16")] // 2^64, which is 0 in 64 bits
    [InlineData("1,1,1,1,1,1,1,1,4", "0,16")]
    public void Parse_WrongPlace_NamesFileAndTensor(string shape, string offsets) =>
        Refuse(InvalidInputKind.Malformed, "f: tensor 'a'", new SafetensorsBytes().AddRaw("a", "F32", shape, offsets).AddData(16));

    [Fact]
    public void Parse_OverlapHoleRestOrOddPlace_IsRefused()
    {
        Refuse(InvalidInputKind.Malformed, "f: tensor 'b'", new SafetensorsBytes().AddRaw("a", "F32", "2", "0,8").AddRaw("b", "F32", "2", "4,12").AddData(12));
        Refuse(InvalidInputKind.Malformed, "f: tensor 'b'", new SafetensorsBytes().AddRaw("a", "F32", "2", "0,8").AddRaw("b", "F32", "2", "0,8").AddData(8));
        Refuse(InvalidInputKind.Malformed, "f: tensor 'b'", new SafetensorsBytes().AddRaw("a", "F32", "2", "0,8").AddRaw("b", "F32", "2", "12,20").AddData(20));
        Refuse(InvalidInputKind.Malformed, "f: header", new SafetensorsBytes().AddRaw("a", "F32", "2", "0,8").AddData(9));
        Refuse(InvalidInputKind.Malformed, "f: tensor 'b'", new SafetensorsBytes().AddRaw("a", "U8", "1", "0,1").AddRaw("b", "F32", "1", "1,5").AddData(5));
    }

    [Fact]
    public void Parse_WrongHeader_IsRefused()
    {
        Refuse(InvalidInputKind.Malformed, "f: header", new SafetensorsBytes { Header = "[]" });
        Refuse(InvalidInputKind.Malformed, "f: header", new SafetensorsBytes { Header = new string('[', 70_000) });
        Refuse(InvalidInputKind.Malformed, "f: header", new SafetensorsBytes { Header = """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""" });
        Refuse(InvalidInputKind.Malformed, "f: tensor 'a'", new SafetensorsBytes { Header = """{"a":[]}""" });
        Refuse(InvalidInputKind.Malformed, "f: tensor 'a'", new SafetensorsBytes { Header = """{"a":{"dtype":"F32","shape":[1]}}""" });
        Refuse(InvalidInputKind.Unsupported, "f: tensor 'a'", new SafetensorsBytes().AddRaw("a", "F4", "2", "0,1").AddData(1));
        Refuse(InvalidInputKind.TooLarge, "f: header", new SafetensorsBytes { Header = "{" + string.Join(',', Enumerable.Range(0, 65_537).Select(static i => $"\"{i}\":0")) + "}" });
    }

    private static void Refuse(InvalidInputKind kind, string subject, SafetensorsBytes file)
    {
        byte[] bytes = file.ToArray();

        var exception = Assert.Throws<InvalidInputException>(() => SafetensorsHeader.Parse(bytes, bytes.Length, "f"));

        Assert.Equal((kind, subject), (exception.Kind, exception.Subject));
    }
}
