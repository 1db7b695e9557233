using System.Buffers.Binary;
using System.Numerics;
using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Quantization;

/// <summary>Tables for <c>FixedScale</c>: entry q + 32768 is f(q · input scale) in units of the output scale, kept within ±32767.</summary>
internal static class FunctionTable
{
    private const int EntryCount = 65_536;
    private const int Offset = 32_768;
    private const int Limit = 32_767;

    /// <summary>The table as a constant of a Program.</summary>
    public static DraftConstant Create(string name, Func<BigInteger, BigInteger> function, double inputScale, double outputScale)
    {
        byte[] bytes = new byte[EntryCount * sizeof(short)];
        var input = new ExactScale(inputScale);
        var output = new ExactScale(outputScale);
        Parallel.For(0, EntryCount, entry =>
        {
            BigInteger y = output.ToInteger(function(input.ToReal(entry - Offset)));
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(entry * sizeof(short)), (short)BigInteger.Max(-Limit, BigInteger.Min(y, Limit)));
        });
        return new DraftConstant(name, "i16", [EntryCount], bytes);
    }
}
