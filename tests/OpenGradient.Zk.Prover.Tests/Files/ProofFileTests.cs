using System.Buffers.Binary;
using OpenGradient.Primitives;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Prover.Tests.Files;

/// <summary>Any bytes have an answer with a place: proof-1 section 15.</summary>
public sealed class ProofFileTests
{
    private const int MagicBytes = 26;
    private const int HeadBytes = MagicBytes + (7 * 8) + 32;

    private static readonly byte[] Bytes = CreateFile().ToBytes();

    [Fact]
    public void Read_AFile_GivesWhatWasWritten()
    {
        Assert.True(ProofFile.TryRead(Bytes, out ProofFile? file, out ProofFileFault fault, out _));

        Assert.Equal(ProofFileFault.None, fault);
        Assert.Equal(Bytes, file.ToBytes());
        Assert.Equal([-128, 127, 3, 0], file.Inputs[0].Elements);
        Assert.Equal([long.MinValue, 1 << 20], file.Outputs[0].Elements);
        Assert.Equal((ProofProfile.Cubic, CreateFile().KeyId), (file.Profile, file.KeyId));
    }

    [Fact]
    public void Read_CutAnywhere_SaysSo()
    {
        for (int length = 0; length < Bytes.Length; length++)
        {
            Assert.False(ProofFile.TryRead(Bytes.AsSpan(0, length), out _, out ProofFileFault fault, out int offset));
            Assert.InRange(offset, 0, length);
            Assert.True(fault is ProofFileFault.CutShort or ProofFileFault.OutOfRange);
        }
    }

    [Theory]
    [InlineData(0, ProofFileFault.OtherMagic, 0)]
    [InlineData(MagicBytes + 7, ProofFileFault.OtherVersion, MagicBytes)]
    [InlineData(MagicBytes + 15, ProofFileFault.OtherVisibility, MagicBytes + 8)]
    [InlineData(MagicBytes + 16, ProofFileFault.OtherProfile, MagicBytes + 16)]
    [InlineData(MagicBytes + 24, ProofFileFault.OutOfRange, MagicBytes + 24)]
    [InlineData(HeadBytes, ProofFileFault.OutOfRange, HeadBytes)]
    [InlineData(HeadBytes + 4, ProofFileFault.OutOfRange, HeadBytes)]
    public void Read_ANumberThatThereIsNot_SaysWhichAndWhere(int place, ProofFileFault expected, int expectedOffset)
    {
        byte[] bytes = [.. Bytes];
        bytes[place] ^= 0x40;

        Assert.False(ProofFile.TryRead(bytes, out _, out ProofFileFault fault, out int offset));

        Assert.Equal((expected, expectedOffset), (fault, offset));
    }

    [Fact]
    public void Read_BytesBehindTheEnd_AreRefused()
    {
        Assert.False(ProofFile.TryRead([.. Bytes, 0], out _, out ProofFileFault fault, out int offset));

        Assert.Equal((ProofFileFault.TrailingBytes, Bytes.Length), (fault, offset));
    }

    [Fact]
    public void Read_TooManyBytes_AreRefusedUnread()
    {
        Assert.False(ProofFile.TryRead(new byte[ProofFile.MaximumBytes + 1], out _, out ProofFileFault fault, out _));

        Assert.Equal(ProofFileFault.TooLarge, fault);
    }

    /// <summary>The median of -128, 127, 3 and 0 is 3; -131, 124, 0 and -3 from it become 261, 248, 0 and 5: 6 bits behind each one, 08A3C408A0.</summary>
    [Theory]
    [InlineData(3, 0, 5, "009407104A", 0)] // with a bit less behind each one
    [InlineData(3, 0, 7, "215F1010A0", 0)] // with a bit more, which takes as many in all
    [InlineData(0, 0, 6, "1FC7E8D000", 0)] // around another of them
    [InlineData(4, 0, 6, "08E3B418E0", 0)] // around none of them
    [InlineData(3, 0, 6, "08A3C408A1", 0)] // with a bit behind the last
    [InlineData(3, 0, 5, "920820", 0)] // with a zero behind each difference
    [InlineData(3, 1, 5, "820820", 0)] // without zeros behind what is none
    [InlineData(3, 63, 5, "8A0820", 0)] // 2^63 above the median, which is -2^63
    [InlineData(3, 0, 63, "200000000000000080000000000000008000000000000000800000000000000080", 0)] // 2^64, which is 0
    [InlineData(3, 0, 5, "000000000000000000000000000000000000000000000000000000000000000001FFFFFFFFFF", 0)] // more zeros than any
    [InlineData(3, 64, 6, "08A3C408A0", 8)]
    [InlineData(3, 0, 4, "0000A8000C42A0", 9)]
    [InlineData(3, 0, 64, "08A3C408A0", 9)]
    public void Read_IntegersPackedInAnotherWay_AreRefused(long median, byte zeros, byte lowBits, string codes, int place)
    {
        (ProofFileFault fault, int offset, int start) = ReadWithInputs(median, zeros, lowBits, codes);

        Assert.Equal((place == 0 ? ProofFileFault.NotCanonical : ProofFileFault.OutOfRange, start + place), (fault, offset));
    }

    [Theory]
    [InlineData(3, 0, 6, "08A3C408A0")]
    [InlineData(3, 63, 5, "860820")]
    public void Read_IntegersPackedInTheirWay_AreTaken(long median, byte zeros, byte lowBits, string codes) =>
        Assert.Equal(ProofFileFault.None, ReadWithInputs(median, zeros, lowBits, codes).Fault);

    /// <summary>Codes that the file is too short for are refused where they begin, whatever stands in it.</summary>
    [Fact]
    public void Read_CodesThatTheFileDoesNotHold_AreCutShort()
    {
        int start = Bytes.AsSpan().IndexOf(PackedIntegers.Pack([1, long.MaxValue]));
        byte[] bytes = [.. Bytes[..(start + PackedIntegers.HeadBytes)], .. new byte[1000]];

        Assert.False(ProofFile.TryRead(bytes, out _, out ProofFileFault fault, out int offset));

        Assert.Equal((ProofFileFault.CutShort, start + PackedIntegers.HeadBytes), (fault, offset));
    }

    /// <summary>An integer takes six bits at least.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public void Read_MoreIntegersThanTheBitsLeftHold_AreRefusedWhereTheyAreCounted(int more, bool isCount)
    {
        int start = Bytes.AsSpan().IndexOf(PackedIntegers.Pack([1, long.MaxValue]));
        byte[] bytes = [.. Bytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(start - sizeof(long)), ((bytes.Length - start) * 8 / 6) + more);

        Assert.False(ProofFile.TryRead(bytes, out _, out ProofFileFault fault, out int offset));

        Assert.Equal(isCount, (fault, offset) == (ProofFileFault.OutOfRange, start - sizeof(long)));
    }

    /// <summary>However many cells the axes before have.</summary>
    [Fact]
    public void Read_ATensorWithoutCells_HasNone()
    {
        byte[] bytes = (CreateFile() with { Outputs = [new([int.MaxValue, int.MaxValue, 0], [])] }).ToBytes();

        Assert.True(ProofFile.TryRead(bytes, out ProofFile? file, out _, out _));

        Assert.Empty(file.Outputs[0].Elements);
    }

    [Fact]
    public void Read_ARowBelowZero_IsRefusedWhereRowsBegin()
    {
        int start = Bytes.AsSpan().IndexOf(PackedIntegers.Pack([1, long.MaxValue]));
        byte[] bytes = [.. Bytes[..start], .. PackedIntegers.Pack([-1, long.MaxValue]), .. Bytes[(start + PackedIntegers.Pack([1, long.MaxValue]).Length)..]];

        Assert.False(ProofFile.TryRead(bytes, out _, out ProofFileFault fault, out int offset));

        Assert.Equal((ProofFileFault.OutOfRange, start - sizeof(long)), (fault, offset));
    }

    /// <summary>A count that the bytes do not pay for is refused before anything is made for it, wherever a count stands.</summary>
    [Fact]
    public void Read_AHugeNumberAnywhere_AllocatesNoMoreThanTheBytesPayFor()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        int turns = 0;
        foreach (long number in (long[])[int.MaxValue, int.MaxValue - 7, 1L << 30, 1L << 20, 1L << 16])
        {
            for (int place = 0; place <= Bytes.Length - sizeof(long); place++, turns++)
            {
                byte[] bytes = [.. Bytes];
                BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(place), number);
                _ = ProofFile.TryRead(bytes, out _, out _, out _);
            }
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / turns, 0, 64 * Bytes.Length);
    }

    [Fact]
    public void Read_DamagedAnywhere_DoesNotThrowAndReadsOneFormOnly()
    {
        Random random = new(1);
        for (int turn = 0; turn < 20_000; turn++)
        {
            byte[] bytes = [.. Bytes];
            for (int change = 0; change <= turn % 3; change++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (turn % 2 == 0)
                BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(random.Next(bytes.Length - 8)), 1L << random.Next(63));

            if (ProofFile.TryRead(bytes, out ProofFile? file, out _, out int offset))
                Assert.Equal(bytes, file.ToBytes());
            Assert.InRange(offset, 0, bytes.Length);
        }
    }

    /// <summary>What is said of the file with another stretch for its inputs, and where that begins.</summary>
    private static (ProofFileFault Fault, int Offset, int Start) ReadWithInputs(long median, byte zeros, byte lowBits, string codes)
    {
        byte[] own = PackedIntegers.Pack([-128, 127, 3, 0]), head = new byte[PackedIntegers.HeadBytes];
        BinaryPrimitives.WriteInt64BigEndian(head, median);
        (head[^2], head[^1]) = (zeros, lowBits);
        int start = Bytes.AsSpan().IndexOf(own);
        _ = ProofFile.TryRead([.. Bytes[..start], .. head, .. Convert.FromHexString(codes), .. Bytes[(start + own.Length)..]], out _, out ProofFileFault fault, out int offset);
        return (fault, offset, start);
    }

    private static ProofFile CreateFile() => new(
        ProofProfile.Cubic,
        ProofParameters.Default,
        new ProofKey(Digest.Sha256("program"u8), [.. new byte[32]], [1, long.MaxValue]),
        [[2, 2], []],
        [new([2, 2], [-128, 127, 3, 0])],
        [new([2], [long.MinValue, 1 << 20])],
        [.. Enumerable.Range(0, 32).Select(static index => (byte)index)],
        [1, 2, 3]);
}
