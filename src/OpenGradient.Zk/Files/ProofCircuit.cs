using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Primitives;
using OpenGradient.Zk.Circuits;

namespace OpenGradient.Zk;

/// <summary>The circuit of a subject.</summary>
internal static class ProofCircuit
{
    /// <exception cref="InvalidInputException">The Program has another profile, or a step that cannot be proved; it is named.</exception>
    public static Circuit Build(ProofSubject subject, ImmutableArray<ImmutableArray<long>> inputShapes, ImmutableArray<BigInteger> rowSums)
    {
        if (subject.Program.Profile != Programs.Program.IntegerProfile)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "program", "Only Programs of the integer profile can be proved: compile the model to it.");
        if (inputShapes.Length != subject.Program.Inputs.Length)
            throw new InvalidInputException(InvalidInputKind.Invalid, "program", $"There are the sizes of {inputShapes.Length} inputs; the Program has {subject.Program.Inputs.Length}.");
        try
        {
            return CircuitBuilder.Build(subject.Program, inputShapes, [.. subject.Integers], rowSums);
        }
        catch (OverflowException error)
        {
            // Checked arithmetic on sizes and settings that no Program of any use has.
            throw new InvalidInputException(InvalidInputKind.Unsupported, "program", "A size or setting of the Program is too large to prove.", error);
        }
    }
}
