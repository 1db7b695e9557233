using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Border;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk;

/// <summary>The verifier of a <see cref="ProofFile"/>: that a Program, with the weights behind a key, gave an output of an input.</summary>
/// <remarks>
/// <para>Total: any file gives a verdict, in time and memory that the Program bounds; nothing is thrown. No kernel and no float is used.</para>
/// <para>Does not establish: that the key holds the weights of the Program. Whoever has the weights makes it again and compares <see cref="ProofFile.KeyId"/>.</para>
/// </remarks>
public static class ProofVerifier
{
    /// <summary>Checks that the whole Program, floats around the core included, gives these outputs of these inputs, bit for bit.</summary>
    /// <remarks>If the proof hides its inputs, that they are these is for an opening to show; without one the answer is about some inputs, and these are not looked at.</remarks>
    /// <param name="file">The proof.</param>
    /// <param name="subject">The Program.</param>
    /// <param name="inputs">One tensor for each input of the Program, in its order.</param>
    /// <param name="outputs">One tensor for each output of the Program, in its order.</param>
    /// <param name="opening">What shows which inputs the proof hides; may be empty, and is not looked at where it hides none.</param>
    public static ProofVerdict Verify(ProofFile file, ProofSubject subject, ImmutableArray<Tensor> inputs, ImmutableArray<Tensor> outputs, ReadOnlySpan<byte> opening = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(subject);
        bool areInputsHidden = file.Visibility.HasFlag(ProofVisibility.PrivateInputs) && opening.IsEmpty;
        if (!areInputsHidden && CheckInputs(file, subject.Program, inputs) is { } fault)
            return new(ProofVerdictCode.InputDiffers, fault);
        try
        {
            ProofVerdict core = VerifyCore(file, subject, out Circuit? circuit);
            if (circuit is null || !core.IsProved)
                return core;
            BorderEvaluator border = new(subject, circuit, areInputsHidden ? [] : inputs);
            string? difference = areInputsHidden ? null : CompareInputs(file, circuit, border.Enter(), opening);
            return difference is null ? CompareOutputs(file, subject, border, outputs, areInputsHidden) : new(ProofVerdictCode.InputDiffers, difference);
        }
        catch (InvalidInputException refused)
        {
            return new(ProofVerdictCode.OutsideNotChecked, $"{refused.Subject}: {refused.Message}");
        }
    }

    /// <summary>Checks that the core of the Program makes the border outputs of the file of its border inputs, and nothing about what lies around it.</summary>
    public static ProofVerdict VerifyCore(ProofFile file, ProofSubject subject)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(subject);
        return VerifyCore(file, subject, out _);
    }

    private static ProofVerdict VerifyCore(ProofFile file, ProofSubject subject, out Circuit? circuit)
    {
        circuit = null;
        if (file.Program != subject.Id.Value)
            return new(ProofVerdictCode.ProgramDiffers, $"The proof is about Program {file.Program}, not {subject.Id}.");
        if (!file.Parameters.IsWellFormed)
            return new(ProofVerdictCode.ParametersTooWeak, "The parameters of the proof are none that a verifier takes on.");
        try
        {
            circuit = ProofCircuit.Build(subject, file.InputShapes, file.Key.RowSums, file.Visibility);
        }
        catch (InvalidInputException refused)
        {
            return new(ProofVerdictCode.NotProvable, $"{refused.Subject}: {refused.Message}");
        }

        return Judge(file, circuit);
    }

    private static ProofVerdict Judge(ProofFile file, Circuit circuit)
    {
        if (!HaveShapes(file.Inputs, circuit, circuit.Visibility.HidesInputs ? [] : circuit.BorderInputs) || !HaveShapes(file.Outputs, circuit, circuit.BorderOutputs))
            return new(ProofVerdictCode.ProofInvalid, "The border of the proof is not that of the Program's core.");
        CoreStatement statement = ProofCircuit.State(file, circuit);
        ProofFault fault = file.Profile.IsCubic()
            ? CoreVerifier.Verify<CubicExtension>(statement, file.Proof.AsSpan())
            : CoreVerifier.Verify<QuadraticExtension>(statement, file.Proof.AsSpan());
        return fault switch
        {
            ProofFault.None => new(ProofVerdictCode.Ok, $"The core of Program {file.Program} is proved, with the weights behind key {file.KeyId}."),
            ProofFault.StatementTooLarge => new(ProofVerdictCode.NotProvable, "The claims of the statement take more memory than a verifier takes on."),
            ProofFault.TooLittleSoundness => new(ProofVerdictCode.ParametersTooWeak, "The parameters of the proof do not make as sure as its profile says."),
            _ => new(ProofVerdictCode.ProofInvalid, $"The proof does not hold: {fault}."),
        };
    }

    private static bool HaveShapes(ImmutableArray<BorderTensor> tensors, Circuit circuit, ImmutableArray<int> values) =>
        tensors.Length == values.Length && values.Zip(tensors).All(pair => circuit.Values[pair.First].Shape.AsSpan().SequenceEqual(pair.Second.Shape.AsSpan()));

    /// <summary>Whether the core was proved for these border inputs; null if so.</summary>
    private static string? CompareInputs(ProofFile file, Circuit circuit, ImmutableArray<BorderTensor> entered, ReadOnlySpan<byte> opening)
    {
        if (circuit.Visibility.HidesInputs)
            return Opens(file, circuit, [.. entered.Select(static tensor => tensor.Elements)], opening) ? null : "The opening does not show that the core was proved for this input.";
        for (int index = 0; index < entered.Length; index++)
        {
            if (!entered[index].Elements.AsSpan().SequenceEqual(file.Inputs[index].Elements))
                return $"The core was proved for another input: border input {index} differs, first in element {entered[index].Elements.AsSpan().CommonPrefixLength(file.Inputs[index].Elements)}.";
        }

        return null;
    }

    private static bool Opens(ProofFile file, Circuit circuit, ImmutableArray<long[]> inputs, ReadOnlySpan<byte> opening) => file.Profile.IsCubic()
        ? InputCommitment.Opens<CubicExtension>(ProofCircuit.State(file, circuit), file.Proof.AsSpan(), opening, inputs)
        : InputCommitment.Opens<QuadraticExtension>(ProofCircuit.State(file, circuit), file.Proof.AsSpan(), opening, inputs);

    private static ProofVerdict CompareOutputs(ProofFile file, ProofSubject subject, BorderEvaluator border, ImmutableArray<Tensor> outputs, bool areInputsHidden)
    {
        ImmutableArray<Tensor> left = border.Leave([.. file.Outputs.Select(static tensor => tensor.Elements)]);
        string proved = $"Program {file.Program}, with the weights behind key {file.KeyId}, gives this output of";
        return FindDifference(subject.Program, left, outputs) is { } difference ? new(ProofVerdictCode.OutputDiffers, difference)
            : areInputsHidden ? new(ProofVerdictCode.OkForHiddenInput, $"{proved} an input that the proof hides; which one, nothing shows.")
            : new(ProofVerdictCode.Ok, $"{proved} this input, bit for bit.");
    }

    private static string? FindDifference(Program program, ImmutableArray<Tensor> computed, ImmutableArray<Tensor> claimed)
    {
        if (claimed.Length != computed.Length)
            return $"There are {claimed.Length} outputs; the Program has {computed.Length}.";
        for (int index = 0; index < computed.Length; index++)
        {
            string name = program.Outputs[index].Name;
            if (claimed[index].Type != computed[index].Type || !claimed[index].Shape.AsSpan().SequenceEqual(computed[index].Shape.AsSpan()))
                return $"Output '{name}' has another type or shape than the proved one.";
            int place = claimed[index].Bytes.AsSpan().CommonPrefixLength(computed[index].Bytes);
            if (place != computed[index].Bytes.Length)
                return $"Output '{name}' differs from the proved one, first in element {place / computed[index].Type.SizeBytes()}.";
        }

        return null;
    }

    /// <summary>Whether a run of the Program would take these inputs, and the file says their sizes; null if so.</summary>
    private static string? CheckInputs(ProofFile file, Program program, ImmutableArray<Tensor> inputs)
    {
        if (inputs.Length != program.Inputs.Length || file.InputShapes.Length != inputs.Length)
            return $"There are {inputs.Length} inputs; the Program has {program.Inputs.Length}, the proof {file.InputShapes.Length}.";
        SortedDictionary<string, long> sizes = new(StringComparer.Ordinal);
        for (int index = 0; index < inputs.Length; index++)
        {
            ProgramInput declared = program.Inputs[index];
            if (inputs[index].Type != declared.Type || !Fits(declared.Shape, inputs[index].Shape, sizes))
                return $"Input '{declared.Name}' has another type or shape than the Program takes.";
            if (!inputs[index].Shape.AsSpan().SequenceEqual(file.InputShapes[index].AsSpan()))
                return $"Input '{declared.Name}' has another shape than the proof is about.";
        }

        return null;
    }

    /// <summary>Whether every number is met and every name stands for one size throughout.</summary>
    private static bool Fits(ImmutableArray<string> declared, ImmutableArray<long> given, SortedDictionary<string, long> sizes)
    {
        if (declared.Length != given.Length)
            return false;
        for (int axis = 0; axis < given.Length; axis++)
        {
            bool isNumber = long.TryParse(declared[axis], NumberStyles.None, CultureInfo.InvariantCulture, out long size);
            if (!isNumber && !sizes.TryGetValue(declared[axis], out size))
                sizes[declared[axis]] = size = given[axis];
            if (size != given[axis])
                return false;
        }

        return true;
    }
}
