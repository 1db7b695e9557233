using System.Buffers;
using System.Text;
using OpenGradient.Receipts;

namespace OpenGradient.Client.Tests;

/// <summary>Lines with bundles are taken out of a stream however its bytes are cut, and nothing else is.</summary>
public sealed class StreamBundlesTests
{
    private const string First = ": og-bundle 0 e30=";
    private const string Second = ": og-bundle 7 W10=";

    public static TheoryData<string, string> Streams => new()
    {
        { "", "" },
        { "data: {}\n\n", "data: {}\n\n" },
        { $"{First}\n\n{Second}\n\ndata: {{}}\n\n", "\n\ndata: {}\n\n" },
        { $"event: x\n{First}\ndata: {{}}\n{Second}\n\n", "event: x\ndata: {}\n\n" },
        { $"data: {First}\n{First}\n{Second}\n", $"data: {First}\n" },
        { $": og-bundl\n:\n : og-bundle 0 e30=\n: og-bundles\n{First}\n{Second}\n", ": og-bundl\n:\n : og-bundle 0 e30=\n: og-bundles\n" },
        { $"{First}\n{Second}\n: og-bundle 1 e3", ": og-bundle 1 e3" },
        { $"{First}\n{Second}\n: og", ": og" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void Take_StreamInPieces_LeavesTheRest(string stream, string rest)
    {
        for (int size = 1; size <= stream.Length + 1; size++)
        {
            StreamBundles bundles = new();
            ArrayBufferWriter<byte> written = new();

            foreach (byte[] piece in Encoding.UTF8.GetBytes(stream).Chunk(size))
                bundles.Take(piece, written);
            bundles.End(written);

            Assert.Equal(rest, Encoding.UTF8.GetString(written.WrittenSpan));
            bool hasBoth = stream.Contains(Second, StringComparison.Ordinal);
            Assert.Equal(hasBoth ? "{}" : null, TextOf(bundles.Find(0)));
            Assert.Equal(hasBoth ? "[]" : null, TextOf(bundles.Find(7)));
            Assert.Null(bundles.Find(1));
        }
    }

    [Theory]
    [InlineData(": og-bundle \n")]
    [InlineData(": og-bundle 0\n")]
    [InlineData(": og-bundle 0 e30\n")]
    [InlineData(": og-bundle 0 e30=\r\n")]
    [InlineData(": og-bundle 00 e30=\n")]
    [InlineData(": og-bundle -1 e30=\n")]
    [InlineData(": og-bundle 0 e30= \n")]
    [InlineData(": og-bundle 0  e30=\n")]
    [InlineData(": og-bundle 0 e30=\n\n: og-bundle 0 e30=\n")]
    public void Take_MalformedLineOrASecondOfOneAnswer_IsRefused(string stream) =>
        Assert.Throws<UnverifiedAnswerException>(() => new StreamBundles().Take(Encoding.UTF8.GetBytes(stream), new ArrayBufferWriter<byte>()));

    [Fact]
    public void Take_BundleLargerThanAny_IsRefused()
    {
        byte[] line = Encoding.UTF8.GetBytes(new StreamBundle(0, new byte[StreamBundle.MaximumBytes + 1]).Format() + "\n");

        Assert.Throws<UnverifiedAnswerException>(() => new StreamBundles().Take(line, new ArrayBufferWriter<byte>()));
    }

    /// <summary>A line that does not end, and many that do: memory is bounded.</summary>
    [Theory]
    [InlineData(": og-bundle 0 ", "", 1)]
    [InlineData("", ": og-bundle {0} ", 15)]
    public void Take_TooMuch_IsRefused(string begin, string eachLine, int expected)
    {
        StreamBundles bundles = new();
        ArrayBufferWriter<byte> rest = new();
        bundles.Take(Encoding.UTF8.GetBytes(begin), rest);
        string piece = Convert.ToBase64String(new byte[3 << 18]); // 1 MiB of text

        int taken = 0;
        Assert.Throws<UnverifiedAnswerException>(() =>
        {
            for (; taken < 20; taken++)
                bundles.Take(Encoding.UTF8.GetBytes(eachLine.Length == 0 ? piece : eachLine.Replace("{0}", $"{taken}", StringComparison.Ordinal) + piece + "\n"), rest);
        });

        Assert.Equal(expected, taken);
        Assert.Equal(0, rest.WrittenCount);
    }

    /// <summary>Empty bundles are few bytes each, and cost more where they are kept.</summary>
    [Fact]
    public void Take_MoreBundlesThanAStreamCanHaveAnswers_IsRefused()
    {
        StreamBundles bundles = new();
        ArrayBufferWriter<byte> rest = new();
        for (int choice = 0; choice < AnswerStreamVerifier.MaximumAnswers; choice++)
            bundles.Take(Encoding.UTF8.GetBytes($": og-bundle {choice} \n"), rest);

        Assert.NotNull(bundles.Find(AnswerStreamVerifier.MaximumAnswers - 1));
        Assert.Throws<UnverifiedAnswerException>(() => bundles.Take(": og-bundle 256 \n"u8, rest));
    }

    private static string? TextOf(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
}
