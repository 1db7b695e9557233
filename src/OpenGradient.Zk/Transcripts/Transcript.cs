using System.Buffers.Binary;
using OpenGradient.Primitives;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Transcripts;

/// <summary>The state from which challenges come, the same on both sides; proof-1 section 2.</summary>
/// <remarks>
/// A verifier does not absorb by itself what a prover says: it reads it through <see cref="ProofReader"/>, which cannot forget to.
/// Fiat and Shamir's transformation, in the random oracle model of K.
/// </remarks>
internal sealed class Transcript
{
    private const byte AbsorbStep = 0x01;
    private const byte ChallengeStep = 0x02;
    private const byte WorkStep = 0x03;
    private const int HeadBytes = 1 + sizeof(ulong);

    private readonly byte[] _state = new byte[Keccak256.DigestBytes];
    private int _workBits; // that the next challenges stand behind

    private Transcript(ReadOnlySpan<byte> profile, TreeHash trees)
    {
        Trees = trees;
        Keccak256 hash = default;
        hash.Append("OpenGradient proof-1\0"u8);
        hash.Append(profile);
        hash.Finish(_state);
    }

    /// <summary>A transcript whose challenges come from <typeparamref name="TExtension"/>, of a proof whose trees are hashed with Keccak-256.</summary>
    public static Transcript Start<TExtension>()
        where TExtension : struct, IExtension<TExtension> => Start<TExtension>(TreeHash.Keccak256);

    /// <summary>A transcript whose challenges come from <typeparamref name="TExtension"/>.</summary>
    /// <param name="trees">What the trees of the proof are hashed with: the name of the profile says it, with which every transcript begins.</param>
    public static Transcript Start<TExtension>(TreeHash trees)
        where TExtension : struct, IExtension<TExtension> => new(ProofProfiles.NameOf<TExtension>(trees), trees);

    /// <summary>What the trees of the proof are hashed with. Challenges come from Keccak-256 whatever it is.</summary>
    public TreeHash Trees { get; }

    /// <summary>What the challenges drawn so far let pass.</summary>
    public SoundnessLedger Soundness { get; } = new();

    /// <summary>S: what every later challenge follows from.</summary>
    public ReadOnlySpan<byte> State => _state;

    public void Absorb(byte label, ReadOnlySpan<byte> bytes)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        head[0] = label;
        BinaryPrimitives.WriteUInt64BigEndian(head[1..], (ulong)bytes.Length);
        Keccak256 hash = default;
        hash.Append([AbsorbStep]);
        hash.Append(_state);
        hash.Append(head);
        hash.Append(bytes);
        hash.Finish(_state);
        _workBits = 0;
    }

    /// <summary>One number of E.</summary>
    /// <param name="rule">What a false claim would have to do to pass.</param>
    /// <param name="count">For how many numbers of E it would: the degree of what the challenge is put into.</param>
    public TExtension Challenge<TExtension>(SoundnessRule? rule = null, long count = 1)
        where TExtension : struct, IExtension<TExtension>
    {
        Soundness.AddChallenge<TExtension>(rule ?? SoundnessRule.Points, count, _workBits);
        Span<Goldilocks> coefficients = stackalloc Goldilocks[TExtension.Degree];
        for (int index = 0; index < coefficients.Length; index++)
        {
            if (index % 2 == 0)
                Step();
            coefficients[index] = Goldilocks.From(BinaryPrimitives.ReadUInt128BigEndian(_state.AsSpan(16 * (index % 2))));
        }

        return TExtension.From(coefficients);
    }

    /// <summary>A point of so many coordinates, drawn from the first on.</summary>
    public TExtension[] Challenges<TExtension>(int count)
        where TExtension : struct, IExtension<TExtension>
    {
        var challenges = new TExtension[count];
        for (int index = 0; index < count; index++)
            challenges[index] = Challenge<TExtension>();
        return challenges;
    }

    /// <summary>Draws numbers below 2^<paramref name="bitCount"/>; the same may come twice.</summary>
    public int[] Indices(int count, int bitCount)
    {
        const int perState = Keccak256.DigestBytes / sizeof(uint);
        int[] indices = new int[count];
        for (int index = 0; index < count; index++)
        {
            if (index % perState == 0)
                Step();
            uint word = BinaryPrimitives.ReadUInt32BigEndian(_state.AsSpan(sizeof(uint) * (index % perState)));
            indices[index] = (int)(word & (uint)((1UL << bitCount) - 1));
        }

        return indices;
    }

    /// <summary>Takes a nonce in; false if the state that it gives does not begin with <paramref name="bitCount"/> zero bits.</summary>
    public bool TryWork(int bitCount, ulong nonce)
    {
        WorkState(nonce, _state);
        _workBits = bitCount;
        return LeadingZeroBits(_state) >= bitCount;
    }

    /// <summary>Whether a nonce would do, without taking it in.</summary>
    public bool IsWork(int bitCount, ulong nonce)
    {
        Span<byte> state = stackalloc byte[Keccak256.DigestBytes];
        WorkState(nonce, state);
        return LeadingZeroBits(state) >= bitCount;
    }

    private void Step() => Keccak256.Hash(ChallengeStep, _state, [], _state);

    private void WorkState(ulong nonce, Span<byte> state)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, nonce);
        Keccak256.Hash(WorkStep, _state, bytes, state);
    }

    private static int LeadingZeroBits(ReadOnlySpan<byte> state) =>
        System.Numerics.BitOperations.LeadingZeroCount(BinaryPrimitives.ReadUInt64BigEndian(state));
}
