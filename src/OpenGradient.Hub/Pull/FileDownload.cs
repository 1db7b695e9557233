using System.Buffers;
using System.Net.Sockets;
using System.Security.Cryptography;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>Fetches one file into a folder, and goes on where it broke off.</summary>
/// <remarks>
/// The file has its name once it is whole; before that it is called <c>NAME.partial</c>. What is there of it is gone on with only if a host says which digest the whole
/// has, as else two versions could become one file.
/// </remarks>
/// <param name="client">Asks the host.</param>
/// <param name="address">Where the file is.</param>
/// <param name="path">Where it goes.</param>
/// <param name="required">The digest that it must have; null for that which a host gives, if any.</param>
internal sealed class FileDownload(PullClient client, Uri address, string path, Digest? required)
{
    private const int Attempts = 5;
    private const int BufferBytes = 1 << 20;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly string _partial = path + ".partial";

    /// <summary>The version of the repository that the file is of; null if the host does not say.</summary>
    public string? Commit { get; private set; }

    /// <summary>Fetches it; false if the host has no such file.</summary>
    /// <exception cref="InvalidInputException">It is larger than allowed, has another digest, or broke off again and again; what came stays in the partial file.</exception>
    public async Task<bool> TryRunAsync(long maximumBytes, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await TryOnceAsync(maximumBytes, progress, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException error)
            {
                if (attempt == Attempts)
                    throw PullStream.Broken(address, error);
                await Task.Delay(FirstPause * (1 << attempt), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TryOnceAsync(long maximumBytes, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using PullAnswer? whole = await client.TryGetAsync(address, 0, cancellationToken).ConfigureAwait(false);
        if (whole is null)
            return false;
        Commit = whole.Commit;
        Digest? expected = required ?? whole.Digest;
        if (!await IsHereAsync(path, expected, cancellationToken).ConfigureAwait(false))
            await ContinueAsync(whole, expected, maximumBytes, progress, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Fetches the rest of the file.</summary>
    private async Task ContinueAsync(PullAnswer whole, Digest? expected, long maximumBytes, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        long had = expected is null || !File.Exists(_partial) ? 0 : new FileInfo(_partial).Length;
        if (had >= whole.LengthBytes)
            had = 0;
        using PullAnswer? rest = had == 0 ? null : await client.TryGetAsync(address, had, cancellationToken).ConfigureAwait(false);
        bool isContinued = rest?.BeginsAt(had) == true;
        await CopyAsync(isContinued ? rest! : whole, isContinued ? had : 0, maximumBytes, progress, cancellationToken).ConfigureAwait(false);
        if (expected is not null && !await IsHereAsync(_partial, expected, cancellationToken).ConfigureAwait(false))
        {
            File.Delete(_partial);
            throw new InvalidInputException(InvalidInputKind.Conflict, "sha256", $"{address.GetLeftPart(UriPartial.Path)} has another SHA-256 than {expected}, which is required.");
        }

        File.Move(_partial, path, overwrite: true);
    }

    private async Task CopyAsync(PullAnswer answer, long had, long maximumBytes, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (had + answer.LengthBytes > maximumBytes)
            throw BlobStore.TooLarge(maximumBytes);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        FileStream file = new(_partial, had > 0 ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        try
        {
            Stream body = await answer.OpenAsync(cancellationToken).ConfigureAwait(false);
            while (await ReadAsync(body, buffer, cancellationToken).ConfigureAwait(false) is > 0 and int readBytes)
            {
                had += readBytes;
                if (had > maximumBytes)
                    throw BlobStore.TooLarge(maximumBytes);
                await file.WriteAsync(buffer.AsMemory(0, readBytes), cancellationToken).ConfigureAwait(false);
                progress?.Report(had);
            }
        }
        finally
        {
            await file.DisposeAsync().ConfigureAwait(false);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The next bytes. What breaks a connection is told apart from what a disk refuses.</summary>
    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw new HttpRequestException(error.Message, error);
        }
    }

    private static async Task<bool> IsHereAsync(string path, Digest? expected, CancellationToken cancellationToken)
    {
        if (expected is null || !File.Exists(path))
            return false;
        FileStream file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
            return new Digest(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false)) == expected;
    }
}
