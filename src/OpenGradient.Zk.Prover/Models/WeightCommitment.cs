using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Border;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover;

/// <summary>The weights of a model, committed to: made once, and used by every proof about it.</summary>
public sealed class WeightCommitment
{
    private readonly TreeHash _trees;

    private WeightCommitment(ProofKey key, CommittedColumns? columns, TreeHash trees) => (Key, Columns, _trees) = (key, columns, trees);

    internal ProofKey Key { get; }

    /// <summary>The columns behind the key's root; null for a Program without weights.</summary>
    internal CommittedColumns? Columns { get; }

    /// <summary>In how many proofs this commitment hides the weights; 0 where it does not.</summary>
    public int ProofCount => Key.ProofCount;

    /// <summary>In how many proofs a commitment can hide weights at most.</summary>
    public static int MostProofs => ProofKey.MostProofs;

    /// <summary>Whether proofs of a profile can use it: its tree is hashed as that profile does.</summary>
    public bool IsFor(ProofProfile profile) => profile.Trees() == _trees;

    /// <summary>The digest of the proof key under a profile: what a proof names in the place of the weights.</summary>
    /// <exception cref="ArgumentException">The profile hashes trees with something else; see <see cref="IsFor"/>.</exception>
    public Digest KeyId(ProofProfile profile) => IsFor(profile) ? Key.IdOf(profile.AsciiName()) : throw new ArgumentException("The profile hashes trees with something else.", nameof(profile));

    /// <summary>Reads the weights and commits to them, for the profiles whose trees are of Keccak-256.</summary>
    /// <exception cref="InvalidInputException">The Program is not of the integer profile, a weight has a type that cannot be proved, or the commitment does not fit in the memory.</exception>
    public static WeightCommitment Create(Program program, IConstantSource constants) => Create(program, constants, ProofProfile.Quadratic);

    /// <summary>Reads the weights and commits to them, for a profile and the other one with the same hash.</summary>
    /// <inheritdoc cref="Create(Program, IConstantSource)"/>
    public static WeightCommitment Create(Program program, IConstantSource constants, ProofProfile profile) => Create(program, constants, profile, new ProverOptions().MemoryLimitBytes);

    /// <summary>The same, in at most so much memory.</summary>
    internal static WeightCommitment Create(Program program, IConstantSource constants, ProofProfile profile, long memoryLimitBytes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(constants);
        RequireIntegers(program);
        ImmutableArray<int> places = ProofSubject.WeightPlaces(program);
        if (places.IsEmpty)
            return new(new ProofKey(program.Id.Value, [], []), null, profile.Trees());
        ImmutableArray<TensorShape> shapes = ShapesOf(program);
        var estimate = ProofEstimate.OfKey(shapes);
        estimate.RequireFits(memoryLimitBytes);
        ProverMemory.MakeRoomFor(estimate.MemoryBytes);
        var columns = CommittedColumns.Create(ProofParameters.Default with { Trees = profile.Trees() }, shapes, weight => Read(program.Constants[places[weight]], places[weight], constants), cancellation);
        return new(new ProofKey(program.Id.Value, [.. columns.Root], RowSums(program, constants)), columns, profile.Trees());
    }

    /// <summary>Reads the weights and commits to them such that proofs hide them; the same key makes the same commitment.</summary>
    /// <param name="program">Of the integer profile.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="key">What hides them.</param>
    /// <param name="profile">It is for this profile, and for the other one with the same hash.</param>
    /// <param name="memoryLimitBytes">In at most so much memory; by default as much as a proof may take.</param>
    /// <param name="cancellation">Is looked at between rows, and between stretches of leaves.</param>
    /// <exception cref="InvalidInputException">As of a commitment that hides nothing; or the Program has no weights.</exception>
    public static WeightCommitment CreateHidden(Program program, IConstantSource constants, HiddenKey key, ProofProfile profile = ProofProfile.Quadratic, long? memoryLimitBytes = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(constants);
        ArgumentNullException.ThrowIfNull(key);
        RequireIntegers(program);
        if (key.ProofCount > MostProofs)
            throw new InvalidInputException(InvalidInputKind.TooLarge, "proofs", $"A commitment hides weights in at most {MostProofs} proofs.");
        ImmutableArray<TensorShape> shapes = ShapesOf(program);
        if (shapes.IsEmpty)
            throw new InvalidInputException(InvalidInputKind.Invalid, "program", "The Program has no weights that could be private.");
        ProofEstimate.OfKey(shapes, key.ProofCount).RequireFits(memoryLimitBytes ?? new ProverOptions().MemoryLimitBytes);
        ImmutableArray<long[]> weights = WeightsOf(program, constants);
        var columns = CommittedColumns.CreateHidden(ProofParameters.HidingDefault with { Trees = profile.Trees() }, program.Id.Value, shapes, weights, key, cancellation);
        return new(new ProofKey(program.Id.Value, [.. columns.Root], RowSums(program, constants)) { ProofCount = key.ProofCount }, columns, profile.Trees());
    }

    /// <exception cref="InvalidInputException">The Program has another profile.</exception>
    internal static void RequireIntegers(Program program)
    {
        if (program.Profile != Program.IntegerProfile)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "model", program.Sequence is null
                ? "Only models of the integer profile can be proved: compile this one with `og model compile`."
                : "Language models cannot be proved yet: they have no integer form.");
    }

    private static ImmutableArray<TensorShape> ShapesOf(Program program) =>
        [.. ProofSubject.WeightPlaces(program).Select(place => new TensorShape(program.Constants[place].Shape.AsSpan()))];

    private static ImmutableArray<long[]> WeightsOf(Program program, IConstantSource constants) =>
        [.. ProofSubject.WeightPlaces(program).Select(place => Read(program.Constants[place], place, constants))];

    /// <summary>The Σ |W| of each row of each weight, rounded up, which bound what the core can make.</summary>
    internal static ImmutableArray<long> RowSums(Program program, IConstantSource constants) =>
        [.. ProofSubject.SummedPlaces(program).SelectMany(place => RowSums(program.Constants[place], Read(program.Constants[place], place, constants)))];

    private static IEnumerable<long> RowSums(Constant constant, long[] elements) =>
        elements.Chunk(elements.Length / (int)constant.Shape[0]).Select(static row => ProofKey.RoundUp(row.Sum(Math.Abs)));

    /// <summary>The elements of a weight, by its place among the columns of the key; the bytes were compared with the Program when it was committed to.</summary>
    internal static WeightElements ElementsOf(Program program, IConstantSource constants, int place) =>
        new(constants.Read(place), program.Constants[place].Encoding == "i8" ? sizeof(sbyte) : sizeof(short));

    private static long[] Read(Constant constant, int place, IConstantSource constants)
    {
        ReadOnlyMemory<byte> bytes = constants.Read(place);
        bool isWhole = constant.Shape is [> 0, ..] && bytes.Length > 0 && Digest.Sha256(bytes.Span) == constant.Digest;
        return isWhole && constant.Encoding is "i8" or "i16" && ElementTypes.TryParse(constant.Encoding, out ElementType type) && ElementBytes.TryReadIntegers(type, bytes.Span) is { } elements
            ? elements
            : throw new InvalidInputException(InvalidInputKind.Unsupported, $"constant {place}", $"A weight of type {constant.Encoding} cannot be proved, or it is not the one that the Program names: weights are of 8 or 16 bits.");
    }
}
