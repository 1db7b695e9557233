using System.Buffers.Binary;
using System.Security.Cryptography;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>Which entries of a span of a log are audited: drawn by chance that neither node nor auditor can steer (audit-1 §2).</summary>
/// <remarks>Does not establish when the draw key was made, nor that its holder kept it from the node.</remarks>
public sealed class AuditSample
{
    /// <summary>The rate at which every entry is drawn.</summary>
    public const long WholeRate = 1_000_000;

    private readonly byte[] _seed;
    private readonly UInt128 _threshold;

    private AuditSample(AuditSpan span, long rate, ReadOnlySpan<byte> proof)
    {
        Span = span;
        Rate = rate;
        Proof = proof.ToArray();
        _seed = SHA256.HashData(proof);
        _threshold = ((UInt128)rate << 64) / WholeRate;
    }

    /// <summary>Where the sample is drawn from.</summary>
    public AuditSpan Span { get; }

    /// <summary>How many of a million entries are drawn, from 1 to <see cref="WholeRate"/>.</summary>
    public long Rate { get; }

    /// <summary>The draw key's proof, which the sample follows from.</summary>
    public ReadOnlyMemory<byte> Proof { get; }

    /// <summary>Draws the sample of a span.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    public static AuditSample Draw(AuditSpan span, long rate, DrawPrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, WholeRate);
        return new AuditSample(span, rate, key.Prove(span.Message()));
    }

    /// <summary>The sample that a proof stands for; null if the rate is out of range or the proof is not the key's for this span.</summary>
    public static AuditSample? Check(AuditSpan span, long rate, DrawKey key, ReadOnlySpan<byte> proof)
    {
        ArgumentNullException.ThrowIfNull(key);
        return rate is >= 1 and <= WholeRate && key.Verify(span.Message(), proof) ? new AuditSample(span, rate, proof) : null;
    }

    /// <summary>The indices of the entries that are drawn, ascending.</summary>
    public IEnumerable<ulong> Indices()
    {
        for (ulong index = Span.From; index < Span.To; index++)
        {
            if (Draws(index))
                yield return index;
        }
    }

    private bool Draws(ulong index)
    {
        Span<byte> message = stackalloc byte[SHA256.HashSizeInBytes + sizeof(ulong)];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _seed.CopyTo(message);
        BinaryPrimitives.WriteUInt64BigEndian(message[SHA256.HashSizeInBytes..], index);
        SHA256.HashData(message, digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest) < _threshold;
    }
}
