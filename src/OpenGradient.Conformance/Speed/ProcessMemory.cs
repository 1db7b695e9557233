using System.Globalization;
using System.Runtime;

namespace OpenGradient.Conformance.Speed;

/// <summary>Memory of this process, as the operating system counts it.</summary>
/// <param name="AnonymousBytes">Its own: what stands in no file.</param>
/// <param name="FileBytes">Of mapped files, as much as is in memory; other processes may share it.</param>
public sealed record ProcessMemory(long AnonymousBytes, long FileBytes)
{
    /// <summary>What there is now; null where the operating system is not Linux.</summary>
    public static ProcessMemory? TryRead()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        string[] lines = File.ReadAllLines("/proc/self/status");
        return new ProcessMemory(Bytes(lines, "RssAnon:"), Bytes(lines, "RssFile:"));
    }

    /// <summary>As <see cref="TryRead"/>, when all that nobody refers to was given back.</summary>
    public static ProcessMemory? TryReadCollected()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        // A mapped file is given back by a finalizer.
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return TryRead();
    }

    private static long Bytes(string[] lines, string name) =>
        long.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
}
