using System.Buffers.Binary;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log.Tests.Kit;

/// <summary>A log in a temporary directory, with a key and predictable entries.</summary>
internal sealed class LogFixture : IDisposable
{
    public LogFixture() => Directory.CreateDirectory(Root);

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"og-log-{Guid.NewGuid():n}");

    public LogSigningKey Key { get; } = LogSigningKey.Generate("test.example/log");

    public string PathOf(string name) => Path.Combine(Root, name);

    public Task<TransparencyLog> OpenAsync(bool checkEverything = false, TimeSpan? interval = null) =>
        TransparencyLog.OpenAsync(Root, Key, Options(checkEverything, interval), TimeProvider.System);

    public Task<TransparencyLog> OpenAsync(Func<string, ISequenceStorage> openStorage) =>
        TransparencyLog.OpenAsync(Root, Key, Options(false, null), TimeProvider.System, openStorage, CancellationToken.None);

    /// <summary>Makes, or makes longer, the log on disk, and closes it.</summary>
    public async Task FillAsync(int first, int count)
    {
        await using TransparencyLog log = await OpenAsync();
        await AppendAsync(log, first, count);
    }

    /// <summary>Appends entries number first, first + 1, … in this order.</summary>
    public static async Task AppendAsync(TransparencyLog log, int first, int count)
    {
        ValueTask<ulong>[] appends = [.. Enumerable.Range(first, count).Select(i => log.AppendAsync(Entry(i)))];
        for (int i = 0; i < count; i++)
            Assert.Equal((ulong)(first + i), await appends[i]);
    }

    public static ReceiptId Entry(int number)
    {
        byte[] seed = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(seed, number);
        return new ReceiptId(Digest.Sha256(seed));
    }

    public static Digest RootOf(int size) => MerkleTree.Root([.. Enumerable.Range(0, size).Select(static i => LogProof.LeafHash(Entry(i)))]);

    /// <summary>The public files, relative, in order.</summary>
    public string[] PublicFiles() =>
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file))
            .Where(static file => !file.StartsWith(".state", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    public void Flip(string name, long at, byte mask = 1)
    {
        byte[] bytes = File.ReadAllBytes(PathOf(name));
        bytes[at] ^= mask;
        File.WriteAllBytes(PathOf(name), bytes);
    }

    public void Dispose()
    {
        Key.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    private static LogOptions Options(bool checkEverything, TimeSpan? interval) =>
        new() { CheckpointInterval = interval ?? TimeSpan.FromMilliseconds(1), CheckEverything = checkEverything };
}
