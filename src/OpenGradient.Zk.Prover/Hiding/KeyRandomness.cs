using System.Buffers.Binary;
using OpenGradient.Primitives;

namespace OpenGradient.Zk.Prover.Hiding;

/// <summary>The numbers that follow from a secret: K(secret ‖ u64(0)) ‖ K(secret ‖ u64(1)) ‖ …, so that a key can be made again.</summary>
internal sealed class KeyRandomness(byte[] secret) : ProverRandomness
{
    private readonly byte[] _block = new byte[Keccak256.DigestBytes];
    private ulong _next;
    private int _used = Keccak256.DigestBytes;

    protected override void Fill(Span<byte> bytes)
    {
        Span<byte> count = stackalloc byte[sizeof(ulong)];
        while (!bytes.IsEmpty)
        {
            if (_used == _block.Length)
            {
                BinaryPrimitives.WriteUInt64BigEndian(count, _next++);
                Keccak256 hash = default;
                hash.Append(secret);
                hash.Append(count);
                hash.Finish(_block);
                _used = 0;
            }

            int taken = Math.Min(bytes.Length, _block.Length - _used);
            _block.AsSpan(_used, taken).CopyTo(bytes);
            _used += taken;
            bytes = bytes[taken..];
        }
    }
}
