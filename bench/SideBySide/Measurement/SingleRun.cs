using System.Globalization;
using System.Security.Cryptography;
using OpenGradient.Benchmarks.SideBySide.Engines;
using OpenGradient.Benchmarks.SideBySide.Graphs;

namespace OpenGradient.Benchmarks.SideBySide.Measurement;

/// <summary>One engine, a few runs, in a process of its own: prints the peak memory and a digest of the first element of the batch's output.</summary>
internal static class SingleRun
{
    /// <summary>Arguments: engine, subject, threads, batch.</summary>
    public static int Run(Subjects subjects, ReadOnlySpan<string> arguments)
    {
        EngineKind kind = Enum.Parse<EngineKind>(arguments[0]);
        string name = arguments[1];
        int batch = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        Subject subject = subjects.All().Concat(subjects.Small()).First(candidate => candidate.Name == name);
        Feed feed = subject.Feed(batch);
        using IEngine engine = EngineFactory.Create(kind, subject, feed.Name, int.Parse(arguments[2], CultureInfo.InvariantCulture));
        engine.Run(feed.Tensor);
        engine.Run(feed.Tensor);
        string digest = Convert.ToHexStringLower(SHA256.HashData(engine.Output[..(engine.Output.Length / batch)]));
        Console.WriteLine($"{Child.PeakMegabytes()} {digest[..16]}");
        return 0;
    }

    /// <summary>Starts a process for it; null if it failed.</summary>
    public static (int Megabytes, string Digest)? Start(
        string[] common, EngineKind kind, Subject subject, int threadCount, int batch, Hardware hardware)
    {
        string[] arguments =
        [
            .. common, "--single", kind.ToString(), subject.Name, threadCount.ToString(CultureInfo.InvariantCulture), batch.ToString(CultureInfo.InvariantCulture),
        ];
        string[]? fields = Child.Run(arguments, hardware)?.Split(' ');
        return fields is [string megabytes, string digest] ? (int.Parse(megabytes, CultureInfo.InvariantCulture), digest) : null;
    }
}
