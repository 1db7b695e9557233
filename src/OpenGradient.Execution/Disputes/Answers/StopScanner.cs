using System.Collections.Immutable;
using System.Text;

namespace OpenGradient.Execution.Disputes;

/// <summary>Looks for stop strings in bytes that come one by one; what it knows is a few words.</summary>
/// <remarks>
/// Lanes: whether one was found; the bytes of a character that is not complete, their number above them; of each stop string how many UTF-16
/// units the text so far ends with. Bytes that can become no character are U+FFFD, as in the text of an answer.
/// </remarks>
internal sealed class StopScanner
{
    private const int CountShift = 24;

    private readonly ImmutableArray<string> _stops;
    private readonly int[][] _shorter; // of each stop string: for each length the next shorter beginning that it ends with

    public StopScanner(ImmutableArray<string> stops)
    {
        _stops = stops;
        _shorter = [.. stops.Select(Shorter)];
    }

    /// <summary>The lanes before the first byte.</summary>
    public ImmutableArray<ulong> Initial => [.. new ulong[2 + _stops.Length]];

    /// <summary>Whether a stop string was found.</summary>
    public static bool HasFound(ReadOnlySpan<ulong> lanes) => lanes[0] != 0;

    /// <summary>Takes in a byte.</summary>
    public void Take(byte next, Span<ulong> lanes)
    {
        Span<byte> held = stackalloc byte[4];
        int count = (int)(lanes[1] >> CountShift);
        for (int index = 0; index < count; index++)
            held[index] = (byte)((lanes[1] >> (8 * index)) & 0xff);
        held[count++] = next;
        ReadOnlySpan<byte> open = held[..count];
        while (!open.IsEmpty && Rune.DecodeFromUtf8(open, out Rune letter, out int consumed) != System.Buffers.OperationStatus.NeedMoreData)
        {
            Take(letter, lanes);
            open = open[consumed..];
        }

        lanes[1] = open.IsEmpty ? 0 : (ulong)open.Length << CountShift;
        for (int index = 0; index < open.Length; index++)
            lanes[1] |= (ulong)open[index] << (8 * index);
    }

    private void Take(Rune letter, Span<ulong> lanes)
    {
        Span<char> units = stackalloc char[2];
        foreach (char unit in units[..letter.EncodeToUtf16(units)])
        {
            for (int stop = 0; stop < _stops.Length; stop++)
                lanes[2 + stop] = Next(stop, (int)lanes[2 + stop], unit, ref lanes[0]);
        }
    }

    private ulong Next(int stop, int length, char unit, ref ulong found)
    {
        (string text, int[] shorter) = (_stops[stop], _shorter[stop]);
        while (length > 0 && text[length] != unit)
            length = shorter[length];
        if (text[length] == unit)
            length++;
        if (length < text.Length)
            return (ulong)length;
        found = 1;
        return (ulong)shorter[length];
    }

    private static int[] Shorter(string text)
    {
        int[] shorter = new int[text.Length + 1];
        for (int length = 1; length < text.Length; length++)
        {
            int candidate = shorter[length];
            while (candidate > 0 && text[candidate] != text[length])
                candidate = shorter[candidate];
            shorter[length + 1] = text[candidate] == text[length] ? candidate + 1 : 0;
        }

        return shorter;
    }
}
