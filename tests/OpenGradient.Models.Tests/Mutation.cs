namespace OpenGradient.Models.Tests;

/// <summary>Damages files as storage and enemies do.</summary>
internal static class Mutation
{
    private const int HeadBytes = 4096;

    private static readonly string[] Tails = ["9223372036854775807", "18446744073709551616", "-1", "1e9", "null", "[[[[", "\"", "{}", "\u0000", ""];

    /// <summary>A few flipped bits, a cut, a piece of the text replaced, or eight bytes of anything; mostly in the first kilobytes, where lengths and names are.</summary>
    public static byte[] Of(byte[] honest, Random random)
    {
        byte[] bytes = [.. honest];
        int head = Math.Min(bytes.Length, HeadBytes);
        switch (random.Next(4))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                for (int flips = random.Next(1, 4); flips > 0; flips--)
                    bytes[random.Next(head)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                int at = random.Next(head);
                return [.. bytes[..at], .. System.Text.Encoding.UTF8.GetBytes(Tails[random.Next(Tails.Length)]), .. bytes[Math.Min(bytes.Length, at + random.Next(8))..]];
            default:
                random.NextBytes(bytes.AsSpan(0, Math.Min(8, bytes.Length)));
                return bytes;
        }
    }
}
