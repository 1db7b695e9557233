namespace OpenGradient.Kernels;

/// <summary>The weights of an integer convolution, laid out as rows of i8, with what their zero points need.</summary>
/// <remarks>Row m holds the weights of output m in the order of k of <see cref="QuadPlanes"/>: channels in fours, the taps of each four, channel % 4; 0 for a channel too many.</remarks>
/// <param name="rows">The rows of all groups.</param>
/// <param name="sums">The sum of each row.</param>
/// <param name="zeros">The zero point of each row.</param>
internal readonly ref struct IntegerFilters(ReadOnlySpan<byte> rows, ReadOnlySpan<int> sums, ReadOnlySpan<int> zeros)
{
    /// <summary>The rows.</summary>
    public ReadOnlySpan<byte> Rows { get; } = rows;

    /// <summary>The sum of each row.</summary>
    public ReadOnlySpan<int> Sums { get; } = sums;

    /// <summary>The zero point of each row.</summary>
    public ReadOnlySpan<int> Zeros { get; } = zeros;

    /// <summary>Whether a zero point is another than 0.</summary>
    public bool HasZeros => Zeros.ContainsAnyExcept(0);

    /// <summary>The bytes of a row.</summary>
    public static int RowBytes(int channelCount, int tapCount) => checked((channelCount + 3) / 4 * 4 * tapCount);

    /// <summary>Lays weights [outputs, channels, taps] out.</summary>
    public static void Pack(IntegerOperand weights, int outputCount, int channelCount, int tapCount, Span<byte> rows, Span<int> sums, Span<int> zeros)
    {
        rows.Clear();
        int rowBytes = RowBytes(channelCount, tapCount);
        int position = 0;
        for (int output = 0; output < outputCount; output++)
        {
            Span<byte> row = rows.Slice(output * rowBytes, rowBytes);
            int sum = 0;
            for (int channel = 0; channel < channelCount; channel++)
            {
                for (int tap = 0; tap < tapCount; tap++, position++)
                {
                    byte weight = (byte)(weights.Bytes[position] ^ weights.SignedFlip);
                    row[(((channel / 4 * tapCount) + tap) * 4) + (channel % 4)] = weight;
                    sum += (sbyte)weight;
                }
            }

            sums[output] = sum;
            zeros[output] = weights.SignedZero(output);
        }
    }
}
