using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk;

/// <summary>The circuit of a subject, and what a file states about it.</summary>
internal static class ProofCircuit
{
    /// <summary>The statement of a file.</summary>
    public static CoreStatement State(ProofFile file, Circuit circuit) => new(
        circuit, file.Key, file.Parameters, [.. file.Inputs.Select(static tensor => tensor.Elements)], [.. file.Outputs.Select(static tensor => tensor.Elements)], file.Nonce);

    /// <summary>What a false statement of a file could pass by.</summary>
    /// <exception cref="InvalidInputException">The statement does not hold together.</exception>
    public static SoundnessLedger Weigh(ProofFile file, Circuit circuit)
    {
        CoreStatement statement = State(file, circuit);
        if (!statement.IsWellFormed())
            throw new InvalidInputException(InvalidInputKind.Invalid, "statement", "The statement of the proof does not hold together.");
        return file.Profile.IsCubic() ? CoreVerifier.Weigh<CubicExtension>(statement) : CoreVerifier.Weigh<QuadraticExtension>(statement);
    }

    /// <summary>The circuit of a Program.</summary>
    /// <exception cref="InvalidInputException">The Program has another profile, or a step that cannot be proved; it is named.</exception>
    public static Circuit Build(ProofSubject subject, ImmutableArray<ImmutableArray<long>> inputShapes, ImmutableArray<long> rowSums, ProofVisibility visibility)
    {
        if (subject.Program.Profile != Programs.Program.IntegerProfile)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "program", "Only Programs of the integer profile can be proved: compile the model to it.");
        if (inputShapes.Length != subject.Program.Inputs.Length)
            throw new InvalidInputException(InvalidInputKind.Invalid, "program", $"There are the sizes of {inputShapes.Length} inputs; the Program has {subject.Program.Inputs.Length}.");
        try
        {
            return CircuitBuilder.Build(subject.Program, inputShapes, [.. subject.Integers], rowSums, Visibility.Of(visibility));
        }
        catch (OverflowException error)
        {
            // Checked arithmetic on sizes and settings that no Program of any use has.
            throw new InvalidInputException(InvalidInputKind.Unsupported, "program", "A size or setting of the Program is too large to prove.", error);
        }
    }
}
