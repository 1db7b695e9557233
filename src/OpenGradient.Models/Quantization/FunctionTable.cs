using System.Buffers.Binary;
using System.Numerics;
using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Quantization;

/// <summary>Tables for <c>FixedScale</c>: entry q + 32768 is f(q · input scale) in units of the output scale, kept within ±(2^bits - 1).</summary>
internal static class FunctionTable
{
    private const int EntryCount = 65_536; // exec-1 section 21
    private const int Offset = 32_768; // the place of index 0 there

    /// <summary>The largest entry of so many bits.</summary>
    public static long MostOf(int bits) => (1L << bits) - 1;

    /// <summary>The table as a constant of a Program.</summary>
    /// <param name="name">The constant's name.</param>
    /// <param name="function">The function.</param>
    /// <param name="inputScale">What one step of the index stands for.</param>
    /// <param name="outputScale">What one step of an entry stands for.</param>
    /// <param name="bits">Of an entry, without its sign: 15 for <c>i16</c>, up to 62 for <c>i64</c>.</param>
    public static DraftConstant Create(string name, Func<BigInteger, BigInteger> function, double inputScale, double outputScale, int bits = 15)
    {
        int width = bits == 15 ? sizeof(short) : sizeof(long);
        byte[] bytes = new byte[EntryCount * width];
        var input = new ExactScale(inputScale);
        var output = new ExactScale(outputScale);
        BigInteger limit = MostOf(bits);
        Parallel.For(0, EntryCount, entry =>
        {
            var y = (long)BigInteger.Max(-limit, BigInteger.Min(output.ToInteger(function(input.ToReal(entry - Offset))), limit));
            if (width == sizeof(short))
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(entry * width), (short)y);
            else
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(entry * width), y);
        });
        return new DraftConstant(name, width == sizeof(short) ? "i16" : "i64", [EntryCount], bytes);
    }
}
