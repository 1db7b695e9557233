namespace OpenGradient.Execution.Disputes;

/// <summary>What tokens decode to, as a judge reads it.</summary>
/// <param name="ends">Where the bytes of each token end.</param>
/// <param name="bytes">The bytes.</param>
internal readonly struct JudgedPieces(JudgedInput ends, JudgedInput bytes)
{
    /// <summary>Where the bytes of a token are; nowhere if there is no such token.</summary>
    public (long Start, long Length) Find(long token)
    {
        if (token < 0 || token >= ends.Count)
            return (0, 0);
        long start = token == 0 ? 0 : ends.Integer(token - 1);
        return (start, ends.Integer(token) - start);
    }

    /// <summary>How many bytes a token has.</summary>
    public ulong Length(long token) => checked((ulong)Find(token).Length);

    /// <summary>The bytes of a token.</summary>
    public byte[] Read(long token)
    {
        (long start, long length) = Find(token);
        return Read(bytes, start, length);
    }

    /// <summary>A byte of a token.</summary>
    public ulong Byte(long token, long offset) => bytes.Bits(Find(token).Start + offset);

    /// <summary>Some bytes of a value.</summary>
    public static byte[] Read(JudgedInput value, long start, long length)
    {
        byte[] read = new byte[length];
        for (int index = 0; index < read.Length; index++)
            read[index] = (byte)value.Bits(start + index);
        return read;
    }
}
