using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OpenGradient.Zk.Prover.Hiding;

/// <summary>What hides private weights, and how many proofs it has hidden them in; proof-1 section 14.</summary>
/// <remarks>
/// <code>
/// "OpenGradient proof-1 hidden key" ‖ 0x00, 32 bytes
/// seed, 32 bytes
/// u64(B)
/// a byte for each proof that was made
/// </code>
/// A proof is counted before it leaves the prover: once <see cref="Spend"/> has returned, the byte is on the disk. Whoever dies before, after or within has at worst counted a proof that nobody
/// saw. Does not protect: against an older copy of the file that is put in its place, nor against whoever reads it.
/// </remarks>
internal sealed class HiddenKeyFile
{
    private const int SeedBytes = 32;
    private const int HeadBytes = 32 + SeedBytes + sizeof(ulong);

    private readonly string _path;
    private readonly byte[] _seed;

    private HiddenKeyFile(string path, ReadOnlySpan<byte> head)
    {
        _path = path;
        _seed = head.Slice(Magic.Length, SeedBytes).ToArray();
        ProofCount = (int)BinaryPrimitives.ReadUInt64BigEndian(head[(Magic.Length + SeedBytes)..]);
    }

    /// <summary>B.</summary>
    public int ProofCount { get; }

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
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using FileStream file = new(path, options);
        file.Write(head);
        file.Flush(flushToDisk: true);
        return new(path, head);
    }

    /// <exception cref="IOException">There is none, or it is not one.</exception>
    public static HiddenKeyFile Open(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new(path, ReadHead(file));
    }

    /// <summary>The numbers that hide these weights. Other weights have others: two vectors hidden by the same ones would show their difference.</summary>
    /// <param name="context">What tells the weights from others.</param>
    public ProverRandomness RandomnessFor(ReadOnlySpan<byte> context) => new KeyRandomness([.. _seed, .. context]);

    /// <summary>Counts a proof, for good.</summary>
    /// <exception cref="InvalidOperationException">All are spent.</exception>
    /// <exception cref="IOException">It cannot be counted, or somebody else counts.</exception>
    public void Spend()
    {
        using FileStream file = new(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        if (!ReadHead(file).AsSpan(Magic.Length, SeedBytes).SequenceEqual(_seed))
            throw new InvalidDataException($"{_path} is another key's.");
        if (file.Length - HeadBytes >= ProofCount)
            throw new InvalidOperationException($"The {ProofCount} proofs that hide these weights are spent; commit to them anew.");
        file.Seek(0, SeekOrigin.End);
        file.WriteByte(1);
        file.Flush(flushToDisk: true);
    }

    private static byte[] ReadHead(FileStream file)
    {
        byte[] head = new byte[HeadBytes];
        return file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) == HeadBytes && head.AsSpan().StartsWith(Magic)
            ? head
            : throw new InvalidDataException($"{file.Name} is not what hides weights.");
    }
}
