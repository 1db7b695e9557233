using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>The search for stop strings byte by byte against that of a served answer.</summary>
public sealed class StopScannerTests
{
    private static readonly byte[][] Parts = [[0x61], [0x62], [0xe2], [0x82], [0xac], [0xf0, 0x9f], [0x98, 0x80], [0xff], [0xc3, 0xa9], [0xed, 0xa0]];
    private static readonly string[] Stops = ["ab", "aab", "abab", "€", "a€", "\ufffd", "\ufffdb", "😀", "\ud83d", "é", "ba"];

    [Fact]
    public void Take_BytesInAnyOrder_FindsWhatTheMatcherFinds()
    {
        var random = new Random(41);
        int found = 0;
        for (int trial = 0; trial < FixedSample.Share(2000); trial++)
        {
            string[] stops = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Stops[random.Next(Stops.Length)])];
            var scanner = new StopScanner([.. stops]);
            ulong[] lanes = [.. scanner.Initial];
            (var matcher, var letters) = (new StopMatcher([.. stops], endText: null), new TextAssembler());
            for (int token = 0; token < 8; token++)
            {
                byte[] piece = Parts[random.Next(Parts.Length)];
                matcher.Append(letters.Append(piece));
                foreach (byte value in piece)
                    scanner.Take(value, lanes);

                Assert.Equal(matcher.HasStopped, StopScanner.HasFound(lanes));
            }

            found += matcher.HasStopped ? 1 : 0;
        }

        Assert.InRange(found, FixedSample.Share(200), FixedSample.Share(1900));
    }
}
