using System.Formats.Cbor;
using CsCheck;
using OpenGradient.Tests;
using PlatformReader = System.Formats.Cbor.CborReader;
using PlatformWriter = System.Formats.Cbor.CborWriter;

namespace OpenGradient.Interop.Tests.Cbor;

/// <summary>The one form of CBOR that is read, held against the platform's library, which reads it too and many others.</summary>
public sealed class CborReaderTests
{
    [Theory]
    [InlineData("00")]
    [InlineData("17")]
    [InlineData("1818")]
    [InlineData("190100")]
    [InlineData("1a00010000")]
    [InlineData("1b0000000100000000")]
    [InlineData("1bffffffffffffffff")]
    [InlineData("3bffffffffffffffff")]
    [InlineData("20")]
    [InlineData("40")]
    [InlineData("63e282ac")]
    [InlineData("83010203")]
    [InlineData("a201f4200a")]
    [InlineData("d28443a10126a0f640")]
    public void TryRead_DeterministicForm_WritesTheSameBytes(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);

        Assert.True(CborReader.TryRead(bytes, out CborValue? value));

        Assert.Equal(bytes, CborWriter.Encode(value));
    }

    [Theory]
    [InlineData("", 0)] // nothing
    [InlineData("0000", 1)] // something behind the item
    [InlineData("1817", 0)] // 23 in two bytes
    [InlineData("1900ff", 0)] // 255 in three
    [InlineData("1a0000ffff", 0)]
    [InlineData("1b00000000ffffffff", 0)]
    [InlineData("5801", 0)] // one byte, announced in two, and not there
    [InlineData("1c", 0)] // reserved
    [InlineData("5f4100ff", 0)] // indefinite lengths
    [InlineData("9fff", 0)]
    [InlineData("bfff", 0)]
    [InlineData("ff", 0)]
    [InlineData("f7", 0)] // undefined
    [InlineData("f820", 0)] // a simple value of two bytes
    [InlineData("f93c00", 0)] // 1.0
    [InlineData("61ff", 0)] // no UTF-8
    [InlineData("62c080", 0)]
    [InlineData("63eda080", 0)] // a surrogate
    [InlineData("a201000100", 3)] // a key twice
    [InlineData("a202000100", 3)] // keys in another order
    [InlineData("a2613100616100", -1)] // "1" and "a": in order
    [InlineData("9b7fffffffffffffff", 0)] // more items than there can be
    [InlineData("bb7fffffffffffffff", 0)]
    [InlineData("5b7fffffffffffffff00", 0)]
    [InlineData("7bffffffffffffffff00", 0)]
    public void TryRead_AnyOtherForm_StopsWhereItBegins(string hex, int expectedOffset)
    {
        bool isRead = CborReader.TryRead(Convert.FromHexString(hex), out _, out int errorOffset);

        Assert.Equal((expectedOffset < 0, expectedOffset), (isRead, errorOffset));
    }

    /// <summary>What platforms write: keys in any order, and arrays and maps without a length; still no key twice, and no number in two forms.</summary>
    [Theory]
    [InlineData("a202000100", true)]
    [InlineData("9f0102ff", true)]
    [InlineData("bf02000100ff", true)]
    [InlineData("bfff", true)]
    [InlineData("829f0aff00", true)]
    [InlineData("a201000100", false)] // a key twice
    [InlineData("a3010002000100", false)]
    [InlineData("bf020001000200ff", false)]
    [InlineData("bf0200010000", false)] // never ends
    [InlineData("9f01", false)]
    [InlineData("bf02000aff", false)] // a key without a value
    [InlineData("ff", false)] // nothing to end
    [InlineData("82ff00", false)]
    [InlineData("9fffff", false)]
    [InlineData("5f4100ff", false)]
    [InlineData("1817", false)]
    [InlineData("9bffffffffffffffff00", false)] // a length, not the lack of one
    public void TryReadAnyOrder_WhatPlatformsWrite_IsRead(string hex, bool isRead) =>
        Assert.Equal(isRead, CborReader.TryReadAnyOrder(Convert.FromHexString(hex), out _));

    [Fact]
    public void TryReadAnyOrder_Nesting_HasALimit() =>
        Assert.False(CborReader.TryReadAnyOrder(Enumerable.Repeat((byte)0x9f, 100_000).ToArray(), out _));

    /// <summary>Whatever it reads, the platform's library holds to be well-formed.</summary>
    [Fact]
    public void TryReadAnyOrder_DamagedItems_ReadsOnlyWhatThePlatformReads() => Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 4096], Gen.Byte, Gen.Int[0, 3]).SampleFixed(
        static (seed, place, value, how) =>
        {
            PlatformWriter writer = new(CborConformanceMode.Canonical);
            new MadeUpItems(seed).Write(writer);
            byte[] damaged = MadeUpItems.Damage(writer.Encode(), place, value, how);

            if (!CborReader.TryReadAnyOrder(damaged, out _))
                return;
            PlatformReader platform = new(damaged, CborConformanceMode.Strict);
            platform.SkipValue();
            Assert.Equal(0, platform.BytesRemaining);
        },
        iter: 4000);

    [Fact]
    public void TryRead_Nesting_HasALimit()
    {
        byte[] deepest = [.. Enumerable.Repeat((byte)0x81, CborReader.MaximumDepth), 0x00];

        Assert.True(CborReader.TryRead(deepest, out _));
        Assert.False(CborReader.TryRead((byte[])[0x81, .. deepest], out _));
        Assert.False(CborReader.TryRead(Enumerable.Repeat((byte)0xc1, 100_000).ToArray(), out _));
    }

    [Fact]
    public void TryRead_MadeUpItems_ReadsWhatThePlatformWrites() => Gen.Int[0, int.MaxValue].SampleFixed(
        static seed =>
        {
            PlatformWriter writer = new(CborConformanceMode.Canonical);
            new MadeUpItems(seed).Write(writer);
            byte[] bytes = writer.Encode();

            Assert.True(CborReader.TryRead(bytes, out CborValue? value));
            Assert.Equal(bytes, CborWriter.Encode(value));
        },
        iter: 400);

    /// <summary>Whatever the bytes: no exception, and what is read is what the platform reads in its strictest mode, and is written as it was.</summary>
    [Fact]
    public void TryRead_DamagedItems_ReadsOnlyWhatThePlatformReads() => Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 4096], Gen.Byte, Gen.Int[0, 3]).SampleFixed(
        static (seed, place, value, how) =>
        {
            PlatformWriter writer = new(CborConformanceMode.Canonical);
            new MadeUpItems(seed).Write(writer);
            byte[] damaged = MadeUpItems.Damage(writer.Encode(), place, value, how);

            if (!CborReader.TryRead(damaged, out CborValue? read))
                return;
            Assert.Equal(damaged, CborWriter.Encode(read));
            PlatformReader platform = new(damaged, CborConformanceMode.Canonical);
            platform.SkipValue();
            Assert.Equal(0, platform.BytesRemaining);
        },
        iter: 4000);

    [Fact]
    public void TryRead_RandomBytes_NeverThrows() =>
        Gen.Byte.Array[0, 64].SampleFixed(static bytes => !CborReader.TryRead(bytes, out CborValue? value) || CborWriter.Encode(value).AsSpan().SequenceEqual(bytes), iter: 20_000);
}
