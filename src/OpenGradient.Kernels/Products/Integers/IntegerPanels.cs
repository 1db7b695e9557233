namespace OpenGradient.Kernels;

/// <summary>Columns of quantised elements, zero points taken off, as 16-bit numbers in panels: element (k, output) at panel output/16, k/2, output%16, k%2.</summary>
internal static class IntegerPanels
{
    /// <summary>How many elements so many outputs take.</summary>
    public static int ElementCount(int outputCount, int depth) => checked((outputCount + 15) / 16 * 16 * IntegerStrips.PairedDepth(depth));

    /// <summary>Lays columns [depth, outputs] out; what is missing in the last panel and the last pair is 0.</summary>
    public static void Pack(IntegerOperand columns, int depth, int outputCount, Span<short> panels)
    {
        panels.Clear();
        int panelElements = 16 * IntegerStrips.PairedDepth(depth);
        for (int k = 0; k < depth; k++)
        {
            for (int output = 0; output < outputCount; output++)
            {
                int position = (output / 16 * panelElements) + (k / 2 * 32) + (output % 16 * 2) + (k % 2);
                panels[position] = (short)columns.Element((k * outputCount) + output, columns.ZeroPoint(output));
            }
        }
    }
}
