using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk;

/// <summary>A proof with everything of its statement that is not in the Program: parameters, key, border values, nonce (proof-1 section 15).</summary>
/// <remarks>
/// <code>
/// "OpenGradient proof-1 file" 0x00 | version | visibility | profile | b | Q | g | h | ProgramId, 32 bytes
/// number of inputs, of each: rank, sizes | number of rows, A of each, packed | bytes of the root | root | B, if weights are private
/// border inputs, none if they are private: number, of each: rank, sizes, elements, packed | border outputs, likewise | nonce, 32 bytes | bytes of the proof | proof
/// </code>
/// Every number takes eight bytes, most significant first, but for what is packed: <see cref="PackedIntegers"/>. What is read is well-formed, and nothing of it is true yet: see <see cref="ProofVerifier"/>.
/// </remarks>
public sealed record ProofFile
{
    /// <summary>The most bytes that a file may have: 64 MiB.</summary>
    public const int MaximumBytes = 64 * 1024 * 1024;

    /// <summary>Roots of the run and of the pads come before.</summary>
    private const int InputCommitmentEnd = 3 * Keccak256.DigestBytes;

    /// <summary>The version that this text describes.</summary>
    internal const long Version = 4;

    /// <summary>What every file begins with.</summary>
    internal static ReadOnlySpan<byte> Magic => "OpenGradient proof-1 file\0"u8;

    internal ProofFile(
        ProofProfile profile,
        ProofParameters parameters,
        ProofKey key,
        ImmutableArray<ImmutableArray<long>> inputShapes,
        ImmutableArray<BorderTensor> inputs,
        ImmutableArray<BorderTensor> outputs,
        ImmutableArray<byte> nonce,
        ImmutableArray<byte> proof)
    {
        (Profile, Parameters, Key, InputShapes) = (profile, parameters with { Trees = profile.Trees() }, key, inputShapes);
        (Inputs, Outputs, Nonce, Proof) = (inputs, outputs, nonce, proof);
    }

    /// <summary>What the proof hides.</summary>
    public ProofVisibility Visibility { get; init; }

    /// <summary>In how many proofs the key hides the weights; 0 where they are public.</summary>
    public int KeyProofCount => Key.ProofCount;

    /// <summary>What commits to private inputs; null where they are public.</summary>
    public Digest? InputCommitment =>
        Visibility.HasFlag(ProofVisibility.PrivateInputs) && Proof.Length >= InputCommitmentEnd ? new Digest(Proof.AsSpan()[(InputCommitmentEnd - Keccak256.DigestBytes)..InputCommitmentEnd]) : null;

    /// <summary>How sure it makes, and what its trees are hashed with.</summary>
    public ProofProfile Profile { get; }

    /// <summary>The sizes of each input of the Program.</summary>
    public ImmutableArray<ImmutableArray<long>> InputShapes { get; }

    /// <summary>The digest of the proof key: what commits to the weights.</summary>
    public Digest KeyId => Key.IdOf(Profile.AsciiName());

    /// <summary>The digest of the Program that the key is of.</summary>
    public Digest Program => Key.Program;

    /// <summary>32 bytes that whoever asked for the proof chose, or zeros.</summary>
    public ImmutableArray<byte> Nonce { get; internal init; }

    /// <summary>How many bytes the proof itself has.</summary>
    public int ProofBytes => Proof.Length;

    /// <summary>Those of the file; the hash of the trees is always that of <see cref="Profile"/>.</summary>
    internal ProofParameters Parameters { get; init; }

    internal ProofKey Key { get; init; }

    /// <summary>The border inputs; none where they are private.</summary>
    internal ImmutableArray<BorderTensor> Inputs { get; init; }

    /// <summary>The border outputs.</summary>
    internal ImmutableArray<BorderTensor> Outputs { get; init; }

    internal ImmutableArray<byte> Proof { get; init; }

    /// <summary>Reads a file; on failure <paramref name="fault"/> says what is wrong, and <paramref name="offset"/> where. Never throws.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ProofFile? file, out ProofFileFault fault, out int offset)
    {
        ProofFileReader reader = new(bytes);
        file = reader.Read();
        (fault, offset) = (reader.Fault, reader.FaultOffset);
        return file is not null;
    }

    /// <summary>The one form of the file.</summary>
    public byte[] ToBytes() => ProofFileWriter.Write(this);

    /// <summary>What its bytes are.</summary>
    public ProofFileSizes CountBytes() => new(ToBytes().Length, PackedIntegers.Pack(Key.RowSums.AsSpan()).Length, CountBytes(Inputs), CountBytes(Outputs), Proof.Length);

    private static int CountBytes(ImmutableArray<BorderTensor> tensors) => tensors.Sum(static tensor => PackedIntegers.Pack(tensor.Elements).Length);
}
