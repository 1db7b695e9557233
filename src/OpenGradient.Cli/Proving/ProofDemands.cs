using OpenGradient.Zk;

namespace OpenGradient.Cli.Proving;

/// <summary>What a proof has to be about, in small hexadecimal digits: its key, and the nonce it was made for; null where anything will do.</summary>
internal sealed record ProofDemands(string? Key, string? Nonce)
{
    public bool AreMetBy(ProofFile? proof) => (Key is null || IsKeyOf(proof)) && (Nonce is null || IsNonceOf(proof));

    /// <summary>Whether a key was demanded, and is that of the proof.</summary>
    public bool IsKeyOf(ProofFile? proof) => proof is not null && proof.KeyId.ToString() == Key;

    /// <summary>Whether a nonce was demanded, and is that of the proof.</summary>
    public bool IsNonceOf(ProofFile? proof) => proof is not null && Convert.ToHexStringLower(proof.Nonce.AsSpan()) == Nonce;
}
