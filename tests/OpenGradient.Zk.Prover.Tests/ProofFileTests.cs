using System.Buffers.Binary;
using System.Numerics;
using OpenGradient.Primitives;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Prover.Tests;

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

    [Fact]
    public void Read_ElementsInMoreBytesThanTheyNeed_AreRefused()
    {
        int place = Bytes.AsSpan().IndexOf((byte[])[0, 0, 0, 1, 0x80, 0x7F, 3, 0]) + 3; // the width 1, and four elements
        byte[] bytes = [.. Bytes[..place], 2, 0xFF, 0x80, 0, 0x7F, 0, 3, 0, 0, .. Bytes[(place + 5)..]];

        Assert.False(ProofFile.TryRead(bytes, out _, out ProofFileFault fault, out int offset));

        Assert.Equal((ProofFileFault.NotCanonical, place - 7), (fault, offset));
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
        new ProofKey(Digest.Sha256("program"u8), [.. new byte[32]], [BigInteger.One, ulong.MaxValue]),
        [[2, 2], []],
        [new([2, 2], [-128, 127, 3, 0])],
        [new([2], [long.MinValue, 1 << 20])],
        [.. Enumerable.Range(0, 32).Select(static index => (byte)index)],
        [1, 2, 3]);
}
