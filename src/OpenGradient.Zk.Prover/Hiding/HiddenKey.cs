using System.Security.Cryptography;
using OpenGradient.Primitives;

namespace OpenGradient.Zk.Prover.Hiding;

/// <summary>What hides private weights, and in how many proofs it may; proof-1 section 14.</summary>
/// <remarks>This one is forgotten with the process: for weights that are committed to for a single proof. <see cref="HiddenKeyFile"/> lasts.</remarks>
public class HiddenKey
{
    private protected const int SeedBytes = 32;

    private readonly byte[] _seed;
    private bool _isSpent;

    private protected HiddenKey(byte[] seed, int proofCount) => (_seed, ProofCount) = (seed, proofCount);

    /// <summary>B: so many proofs and no more hide the weights.</summary>
    public int ProofCount { get; }

    /// <summary>How many are left.</summary>
    public virtual int LeftCount => _isSpent ? 0 : ProofCount;

    /// <summary>The secret that everything else follows from.</summary>
    private protected ReadOnlySpan<byte> Seed => _seed;

    /// <summary>A key for one proof, which nobody can make again.</summary>
    public static HiddenKey CreateForOneProof() => new(RandomNumberGenerator.GetBytes(SeedBytes), proofCount: 1);

    /// <summary>The numbers that hide these weights. Other weights have others: two vectors hidden by the same ones would show their difference.</summary>
    /// <param name="context">What tells the weights from others.</param>
    internal ProverRandomness RandomnessFor(ReadOnlySpan<byte> context) => new KeyRandomness([.. _seed, .. context]);

    /// <summary>Counts a proof, for good.</summary>
    /// <exception cref="InvalidInputException">All are spent.</exception>
    internal virtual void Spend()
    {
        if (_isSpent)
            throw AllSpent();
        _isSpent = true;
    }

    /// <summary>Refuses a proof that could not be counted, before it is made.</summary>
    /// <exception cref="InvalidInputException">All are spent.</exception>
    public void RequireLeft()
    {
        if (LeftCount == 0)
            throw AllSpent();
    }

    private protected InvalidInputException AllSpent() => new(
        InvalidInputKind.Conflict, "proof key", $"All {ProofCount} proofs in which this proof key hides the weights are made. Commit to the weights anew, under another key: `og model commit --private`.");
}
