using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Border;

namespace OpenGradient.Zk;

/// <summary>What a proof is about: a Program, and those of its constants that are no weights, each with the digest that the Program names.</summary>
/// <remarks>The one place where the digests of public constants are checked: whoever has a subject has what the Program means. Weights are not in it: a proof key commits to them.</remarks>
public sealed class ProofSubject
{
    private ProofSubject(Program program, ImmutableArray<ReadOnlyMemory<byte>> constants)
    {
        Program = program;
        Id = program.Id;
        PublicBytes = constants;
        int[] places = PublicPlaces(program);
        Integers = new long[]?[program.ValueCount];
        Floats = new uint[]?[program.ValueCount];
        for (int index = 0; index < places.Length; index++)
        {
            int value = program.Inputs.Length + places[index];
            if (!ElementTypes.TryParse(program.Constants[places[index]].Encoding, out ElementType type))
                continue;
            if (type == ElementType.Float32)
                Floats[value] = ElementBytes.ReadFloats(constants[index].Span);
            else
                Integers[value] = ElementBytes.TryReadIntegers(type, constants[index].Span);
        }
    }

    /// <summary>The Program.</summary>
    public Program Program { get; }

    /// <summary>Its digest.</summary>
    public ProgramId Id { get; }

    /// <summary>The bytes of the constants that are no weights, in the order of the Program.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> PublicBytes { get; }

    /// <summary>For each value, the elements if it is a public constant of an integer type.</summary>
    internal long[]?[] Integers { get; }

    /// <summary>For each value, the bits of the elements if it is a public constant of binary32.</summary>
    internal uint[]?[] Floats { get; }

    /// <summary>Reads a subject; on failure <paramref name="reason"/> says what is wrong. Never throws.</summary>
    /// <param name="program">The canonical bytes of the Program.</param>
    /// <param name="constants">The bytes of each constant that is no weight, in the order of the Program.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="reason">What is wrong, in a sentence.</param>
    public static bool TryRead(ReadOnlySpan<byte> program, ImmutableArray<ReadOnlyMemory<byte>> constants, [NotNullWhen(true)] out ProofSubject? subject, out string reason)
    {
        subject = null;
        if (!ProgramFormat.TryRead(program, out Program? read))
        {
            reason = "The bytes are not those of a Program.";
            return false;
        }

        int[] places = PublicPlaces(read);
        if (constants.Length != places.Length)
        {
            reason = $"There are {constants.Length} constants; the Program has {places.Length} that are no weights.";
            return false;
        }

        for (int index = 0; index < places.Length; index++)
        {
            if (IsConstant(read.Constants[places[index]], constants[index].Span))
                continue;
            reason = $"Constant {places[index]} is not the one that the Program names.";
            return false;
        }

        (subject, reason) = (new ProofSubject(read, constants), "");
        return true;
    }

    /// <summary>The subject of a model at hand.</summary>
    /// <exception cref="InvalidInputException">The constants are not those that the Program names.</exception>
    public static ProofSubject Create(Program program, IConstantSource constants)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(constants);
        return TryRead(program.ToBytes(), [.. PublicPlaces(program).Select(constants.Read)], out ProofSubject? subject, out string reason)
            ? subject
            : throw new InvalidInputException(InvalidInputKind.Invalid, "program", reason);
    }

    /// <summary>The constants that are weights (proof-1 section 8), in the order in which the Program first reads them as such.</summary>
    internal static ImmutableArray<int> WeightPlaces(Program program) => [.. program.Steps.Select(step => WeightOf(program, step)).OfType<int>().Distinct()];

    /// <summary>The weights that sums are made with, in the order in which the Program first makes them.</summary>
    internal static ImmutableArray<int> SummedPlaces(Program program) =>
        [.. program.Steps.Where(static step => step.Operator != "Gather").Select(step => WeightOf(program, step)).OfType<int>().Distinct()];

    /// <summary>The W of <c>FixedLinear</c> and <c>FixedConv</c>, the x of <c>Gather</c> if it is of 8 or 16 bits; null for other steps, and for what is no constant.</summary>
    private static int? WeightOf(Program program, Step step)
    {
        int input = step.Operator switch { "FixedLinear" or "FixedConv" => 1, "Gather" => 0, _ => int.MaxValue };
        int place = input < step.Inputs.Length ? step.Inputs[input] - program.Inputs.Length : -1;
        bool isConstant = place >= 0 && place < program.Constants.Length;
        return isConstant && (input == 1 || program.Constants[place].Encoding is "i8" or "i16") ? place : null;
    }

    private static int[] PublicPlaces(Program program) => [.. Enumerable.Range(0, program.Constants.Length).Except(WeightPlaces(program))];

    /// <summary>The digest is that of the Program; where the type has a size, there are as many bytes as the shape says.</summary>
    private static bool IsConstant(Constant constant, ReadOnlySpan<byte> bytes) =>
        Digest.Sha256(bytes) == constant.Digest
        && (!ElementTypes.TryParse(constant.Encoding, out ElementType type)
            || (UInt128)bytes.Length == constant.Shape.Aggregate((UInt128)type.SizeBytes(), static (product, size) => product > int.MaxValue ? product : product * (UInt128)size));
}
