using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Ways to tamper with a message.</summary>
internal static partial class Mutation
{
    /// <summary>Another message: sometimes malformed, sometimes well-formed and false.</summary>
    public static byte[] Of(byte[] message, IReadOnlyList<byte[]> earlier, Random random)
    {
        string text = Encoding.UTF8.GetString(message);
        return random.Next(7) switch
        {
            0 => Flip(message, random),
            1 => message[..random.Next(message.Length)],
            2 => [.. message, (byte)' '],
            3 when earlier.Count > 0 => Renamed(earlier[random.Next(earlier.Count)], text),
            4 => Replace(text, Digests(), random, match => match.Value[..^1] + (match.Value[^1] == '0' ? '1' : '0')),
            5 => Replace(text, Numbers(), random, static match => $"\"{long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 1}\""),
            _ => Replace(text, Lists(), random, static _ => "[]"),
        };
    }

    /// <summary>Adds to the number of a member.</summary>
    public static byte[] AddToNumber(byte[] message, string member, int difference) => Encoding.UTF8.GetBytes(Regex.Replace(
        Encoding.UTF8.GetString(message),
        $"\"{member}\":\"([0-9]+)\"",
        match => $"\"{member}\":\"{Math.Max(0, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + difference)}\""));

    private static byte[] Flip(byte[] message, Random random)
    {
        byte[] changed = [.. message];
        changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    /// <summary>What somebody said before, as if it were said now.</summary>
    private static byte[] Renamed(byte[] earlier, string now)
    {
        string tail = now[now.LastIndexOf("\"party\"", StringComparison.Ordinal)..];
        string text = Encoding.UTF8.GetString(earlier);
        return Encoding.UTF8.GetBytes(text[..text.LastIndexOf("\"party\"", StringComparison.Ordinal)] + tail);
    }

    private static byte[] Replace(string text, Regex part, Random random, MatchEvaluator change)
    {
        MatchCollection matches = part.Matches(text);
        if (matches.Count == 0)
            return Encoding.UTF8.GetBytes(text);
        Match match = matches[random.Next(matches.Count)];
        return Encoding.UTF8.GetBytes(text[..match.Index] + change(match) + text[(match.Index + match.Length)..]);
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Digests();

    [GeneratedRegex("\"([0-9]{1,9})\"")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\[[^\[\]]+\]")]
    private static partial Regex Lists();
}
