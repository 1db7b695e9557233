using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OpenGradient.Zk.Prover.Hiding;

/// <summary>A <see cref="HiddenKey"/> that lasts, with how many proofs it has hidden the weights in.</summary>
/// <remarks>
/// <code>
/// "OpenGradient proof-1 hidden key" ‖ 0x00, 32 bytes
/// seed, 32 bytes
/// u64(B)
/// a byte for each proof that was made
/// </code>
/// A proof is counted before it leaves the prover: once <see cref="Spend"/> has returned, the byte is on the disk. Whoever dies before, after or within has at worst counted a proof that nobody
/// saw. Only its owner can read the file, and its name appears when it is whole; who gives it the name that it keeps flushes the directory. Does not protect: against an older copy of the file that is put in its place, nor against whoever reads it.
/// </remarks>
public sealed class HiddenKeyFile : HiddenKey
{
    private const int HeadBytes = 32 + SeedBytes + sizeof(ulong);

    /// <summary>Another process has the file for about a millisecond; so often it is asked again.</summary>
    private const int MostTries = 1000;

    private readonly string _path;

    private HiddenKeyFile(string path, ReadOnlySpan<byte> head)
        : base(head.Slice(Magic.Length, SeedBytes).ToArray(), (int)CountIn(head)) => _path = path;

    /// <inheritdoc/>
    public override int LeftCount => (int)Math.Max(0, ProofCount - (new FileInfo(_path).Length - HeadBytes));

    private static ReadOnlySpan<byte> Magic => "OpenGradient proof-1 hidden key\0"u8;

    /// <summary>A new one, for so many proofs.</summary>
    /// <exception cref="IOException">There is one, or it cannot be written.</exception>
    public static HiddenKeyFile Create(string path, int proofCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(proofCount);
        byte[] head = new byte[HeadBytes];
        Magic.CopyTo(head);
        RandomNumberGenerator.Fill(head.AsSpan(Magic.Length, SeedBytes));
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(Magic.Length + SeedBytes), (ulong)proofCount);
        string temporaryPath = path + ".new";
        File.Delete(temporaryPath); // of a process that died
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (FileStream file = new(temporaryPath, options))
        {
            file.Write(head);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporaryPath, path);
        return new(path, head);
    }

    /// <summary>One that was created before.</summary>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static HiddenKeyFile Open(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new(path, ReadHead(file));
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">It cannot be counted.</exception>
    /// <exception cref="InvalidDataException">Another file is in its place.</exception>
    internal override void Spend()
    {
        using FileStream file = OpenToCount();
        if (!ReadHead(file).AsSpan(Magic.Length, SeedBytes).SequenceEqual(Seed))
            throw new InvalidDataException($"{_path} is another key's.");
        if (file.Length - HeadBytes >= ProofCount)
            throw AllSpent();
        file.Seek(0, SeekOrigin.End);
        file.WriteByte(1);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The file, for this process alone.</summary>
    private FileStream OpenToCount()
    {
        for (SpinWait wait = default; ; wait.SpinOnce())
        {
            try
            {
                return new(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (wait.Count < MostTries && error is not (FileNotFoundException or DirectoryNotFoundException))
            {
                // Another process counts; it is done in a moment.
            }
        }
    }

    private static byte[] ReadHead(FileStream file)
    {
        byte[] head = new byte[HeadBytes];
        return file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) == HeadBytes && head.AsSpan().StartsWith(Magic) && CountIn(head) is > 0 and <= int.MaxValue
            ? head
            : throw new InvalidDataException($"{file.Name} is not what hides weights.");
    }

    private static ulong CountIn(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadUInt64BigEndian(head[(Magic.Length + SeedBytes)..]);
}
