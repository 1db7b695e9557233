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

    [Theory]
    [InlineData(-128, 0, 9, "003FD06800", 0)] // in a bit more than they need
    [InlineData(-129, 0, 9, "00C0108810", 0)] // above less than their least
    [InlineData(-128, 0, 8, "01FF8380", 0)] // none is the least
    [InlineData(-128, 0, 8, "00020406", 0)] // with a zero behind each
    [InlineData(-128, 1, 8, "00000000", 0)] // without zeros behind what is none
    [InlineData(-128, 63, 8, "00010203", 0)] // beyond 64 bits
    [InlineData(-128, 64, 8, "00FF8380", sizeof(long))]
    [InlineData(-128, 0, 7, "00FF8380", 2 * sizeof(long))]
    [InlineData(-128, 0, 65, "00FF8380", 2 * sizeof(long))]
    public void Read_IntegersPackedInAnotherWay_AreRefused(long least, long zeros, long bits, string differences, int place)
    {
        byte[] own = PackedIntegers.Pack([-128, 127, 3, 0]);
        byte[] head = new byte[PackedIntegers.HeadBytes];
        BinaryPrimitives.WriteInt64BigEndian(head, least);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(sizeof(long)), zeros);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(2 * sizeof(long)), bits);
        int start = Bytes.AsSpan().IndexOf(own);

        Assert.False(ProofFile.TryRead([.. Bytes[..start], .. head, .. Convert.FromHexString(differences), .. Bytes[(start + own.Length)..]], out _, out ProofFileFault fault, out int offset));

        Assert.Equal((place == 0 ? ProofFileFault.NotCanonical : ProofFileFault.OutOfRange, start + place), (fault, offset));
    }

    [Fact]
    public void Read_ARowBelowZero_IsRefusedWhereRowsBegin()
    {
        int start = Bytes.AsSpan().IndexOf(PackedIntegers.Pack([1, long.MaxValue]));
        byte[] bytes = [.. Bytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(start), -1);

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
