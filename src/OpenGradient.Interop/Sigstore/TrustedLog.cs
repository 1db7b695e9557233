using System.Buffers.Binary;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>A log that a trust root knows.</summary>
/// <param name="Name">The name in its checkpoints: the address without the scheme.</param>
/// <param name="Id">The id by which entries name it.</param>
/// <param name="Key">Its key; null for a kind that is not read.</param>
/// <param name="Validity">When its key was in use.</param>
internal sealed record TrustedLog(string Name, byte[] Id, ForeignKey? Key, TimeRange Validity)
{
    /// <summary>The 32-bit id of the key in checkpoints (c2sp.org/signed-note; of ECDSA keys the start of the key's digest).</summary>
    public uint KeyHash => Key is not { } key ? 0 : BinaryPrimitives.ReadUInt32BigEndian(
        key.Kind == PublicKeyKind.Ed25519 ? Digest.Sha256([.. Encoding.UTF8.GetBytes(Name), (byte)'\n', 1, .. key.Bare]).AsSpan() : key.Id.AsSpan());
}
