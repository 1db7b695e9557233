using System.Security.Cryptography;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>What the hashes begin with that blocks of the cache are found by: texts find each other's blocks only if it is the same.</summary>
/// <remarks>
/// <code>
/// All         32 zero bytes
/// PerClient   SHA-256( salt ‖ UTF-8 of the scope )       the salt: 32 random bytes of each generator, which never leave it
/// None        32 random bytes for each text, which finds again only what it has given back itself
/// </code>
/// </remarks>
internal sealed class PrefixScope(PrefixSharing sharing)
{
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(Digest.SizeBytes);

    public Digest Of(ServingClient client) => sharing switch
    {
        PrefixSharing.All => default,
        PrefixSharing.PerClient => Digest.Sha256([.. _salt, .. Encoding.UTF8.GetBytes(client.Scope)]),
        _ => Digest.Sha256(RandomNumberGenerator.GetBytes(Digest.SizeBytes)),
    };
}
