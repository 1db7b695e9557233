using System.Buffers;
using System.Security.Cryptography;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>Files by the SHA-256 of their bytes: <c>sha256/ab/abcd…</c>.</summary>
/// <remarks>
/// Crash note: a blob is written to a temporary file, flushed to disk and renamed; before the rename it does not exist, after
/// it it is whole. Whoever owns the store removes left-over temporary files when it starts.
/// </remarks>
internal sealed class BlobStore
{
    private const int CopyBufferBytes = 1 << 20;

    private readonly string _blobs;
    private readonly string _temporary;

    public BlobStore(string directory)
    {
        _blobs = Path.Combine(directory, "blobs", "sha256");
        _temporary = Path.Combine(directory, "tmp");
        Directory.CreateDirectory(_blobs);
        Directory.CreateDirectory(_temporary);
    }

    /// <summary>Removes what a killed import left behind; nobody else may be importing.</summary>
    public void RemoveTemporaryFiles()
    {
        foreach (string file in Directory.EnumerateFiles(_temporary))
            File.Delete(file);
        foreach (string folder in Directory.EnumerateDirectories(_temporary))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Where the blob with this digest is, or would be.</summary>
    public string PathOf(Digest digest)
    {
        string name = digest.ToString();
        return Path.Combine(_blobs, name[..2], name);
    }

    /// <summary>A folder for files that are about to be made; it is not there yet.</summary>
    public string NewTemporaryFolder() => Path.Combine(_temporary, Guid.NewGuid().ToString("N"));

    /// <summary>Copies a stream into a temporary file, flushed to disk; gives its digest and length.</summary>
    public static async Task<(Digest Digest, long SizeBytes)> CopyAsync(
        Stream source, string destination, long maximumBytes, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(CopyBufferBytes);
        try
        {
            FileStream target = new(destination, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (target.ConfigureAwait(false))
            {
                long sizeBytes = 0;
                int readBytes;
                while ((readBytes = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    sizeBytes += readBytes;
                    if (sizeBytes > maximumBytes)
                        throw TooLarge(maximumBytes);
                    hash.AppendData(buffer, 0, readBytes);
                    await target.WriteAsync(buffer.AsMemory(0, readBytes), cancellationToken).ConfigureAwait(false);
                    progress?.Report(sizeBytes);
                }

                RandomAccess.FlushToDisk(target.SafeFileHandle);
                return (Digest.Finish(hash), sizeBytes);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Makes a finished temporary file the blob of its digest.</summary>
    public void Adopt(string temporaryPath, Digest digest)
    {
        string path = PathOf(digest);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(temporaryPath, path, overwrite: true);
    }

    /// <summary>The error for a file that is larger than a limit.</summary>
    public static InvalidInputException TooLarge(long maximumBytes) =>
        new(InvalidInputKind.TooLarge, "file", $"The model is larger than the limit of {maximumBytes} bytes.");
}
