using System.Runtime.InteropServices;

namespace OpenGradient.Kernels.Tests.Functions;

/// <summary>The fast search for NaNs of another form finds what a look at each element finds.</summary>
public sealed class CanonicalNaNTests
{
    [Theory]
    [InlineData(0x7FC00000u, false)] // the one form
    [InlineData(0xFFC00000u, true)]
    [InlineData(0x7FC00001u, true)]
    [InlineData(0x7F800001u, true)]
    [InlineData(0xFF800001u, true)]
    [InlineData(0x7F800000u, false)] // infinities
    [InlineData(0xFF800000u, false)]
    [InlineData(0x80000000u, false)]
    public void IsNeeded_OneElementAnywhere_DependsOnItAlone(uint bits, bool isNeeded)
    {
        for (int length = 1; length <= 400; length += length < 20 ? 1 : 19)
        {
            float[] elements = Samples.Moderate(length, length);
            Span<uint> words = MemoryMarshal.Cast<float, uint>(elements.AsSpan());
            for (int place = 0; place < length; place++)
            {
                uint own = words[place];
                words[place] = bits;
                Assert.Equal(isNeeded, CanonicalNaN.IsNeeded(MemoryMarshal.AsBytes(words)));
                words[place] = own;
            }
        }
    }

    [Fact]
    public void IsNeeded_CanonicalBeforeOther_FindsTheOther()
    {
        uint[] words = new uint[300];
        words[3] = CanonicalNaN.Bits;
        Assert.False(CanonicalNaN.IsNeeded(MemoryMarshal.AsBytes(words.AsSpan())));

        words[120] = 0xFFC00000;

        Assert.True(CanonicalNaN.IsNeeded(MemoryMarshal.AsBytes(words.AsSpan())));
    }
}
