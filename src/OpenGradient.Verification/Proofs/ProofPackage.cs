using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Receipts;
using OpenGradient.Zk;

namespace OpenGradient.Verification;

/// <summary>A proof of a run that has no receipt, with the Program, its public constants, the inputs and the outputs, in one file (proof-1 section 15).</summary>
/// <remarks>Does not establish who ran anything, or when; nor that the proof key holds the weights of the model.</remarks>
public sealed record ProofPackage
{
    /// <summary>The media type, which every package names.</summary>
    public const string MediaType = "application/vnd.opengradient.program-proof.v1+json";

    /// <summary>The proof, with the Program.</summary>
    public required ProofEvidence Evidence { get; init; }

    /// <summary>What the Program ran on: name and content of each input, in its order; none if the proof hides them, and nobody has opened it.</summary>
    public required ImmutableArray<(string Name, Tensor Tensor)> Inputs { get; init; }

    /// <summary>What it gave: name and content of each output, in its order.</summary>
    public required ImmutableArray<(string Name, Tensor Tensor)> Outputs { get; init; }

    /// <summary>A package of a proof that was just made; one that hides its inputs comes without them.</summary>
    public static ProofPackage Create(ProofSubject subject, ProofFile proof, ImmutableArray<Tensor> inputs, ImmutableArray<Tensor> outputs)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(proof);
        return new()
        {
            Evidence = new ProofEvidence(subject.Program.ToBytes(), subject.PublicBytes, proof.ToBytes()),
            Inputs = proof.Visibility.HasFlag(ProofVisibility.PrivateInputs) ? [] : [.. subject.Program.Inputs.Select((input, index) => (input.Name, inputs[index]))],
            Outputs = [.. subject.Program.Outputs.Select((output, index) => (output.Name, outputs[index]))],
        };
    }

    /// <summary>The same with the inputs that its proof hides, and what shows that they are these.</summary>
    /// <param name="inputs">One for each input of the Program, in its order.</param>
    /// <param name="opening">What the prover kept.</param>
    /// <exception cref="ArgumentException">The package names no Program, or one with another number of inputs.</exception>
    public ProofPackage Open(ImmutableArray<Tensor> inputs, ReadOnlyMemory<byte> opening) =>
        ProgramFormat.TryRead(Evidence.Program.Span, out Program? program) && program.Inputs.Length == inputs.Length
            ? this with { Evidence = Evidence with { Opening = opening }, Inputs = [.. program.Inputs.Select((input, index) => (input.Name, inputs[index]))] }
            : throw new ArgumentException("The inputs are not those of the package's Program.", nameof(inputs));

    /// <summary>Reads a package; false for anything else, and for more than 64 MiB. Never throws.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ProofPackage? package)
    {
        package = null;
        if (bytes.Length > Bundle.MaximumBytes || JsonMarks.Count(bytes) > JsonMarks.MostInEvidence
            || !JsonReader.TryRead(bytes, out JsonValue? json)
            || !json.TryGetString("mediaType", out string? mediaType) || mediaType != MediaType
            || !json.TryGet("evidence", out JsonValue? evidence) || !ProofEvidence.TryRead(evidence, out ProofEvidence? proof)
            || !TryReadTensors(json, "inputs", out var inputs)
            || !TryReadTensors(json, "outputs", out var outputs))
            return false;
        package = new() { Evidence = proof, Inputs = inputs, Outputs = outputs };
        return true;
    }

    /// <summary>The package as JSON bytes in RFC 8785 form.</summary>
    public byte[] ToBytes() => CanonicalJson.Serialize(JsonValue.Object(
        ("mediaType", JsonValue.String(MediaType)),
        ("evidence", Evidence.ToJson()),
        ("inputs", JsonValue.Array([.. Inputs.Select(ToJson)])),
        ("outputs", JsonValue.Array([.. Outputs.Select(ToJson)]))));

    /// <summary>Whether the proof shows that the Program gives these outputs of these inputs.</summary>
    public ProofVerdict Verify()
    {
        if (!ProofFile.TryRead(Evidence.Proof.Span, out ProofFile? file, out ProofFileFault fault, out int offset))
            return new(ProofVerdictCode.ProofInvalid, $"The proof file is wrong at byte {offset}: {fault}.");
        if (!ProofSubject.TryRead(Evidence.Program.Span, Evidence.Constants, out ProofSubject? subject, out string reason))
            return new(ProofVerdictCode.ProgramDiffers, reason);
        bool areInputsHidden = file.Visibility.HasFlag(ProofVisibility.PrivateInputs) && Evidence.Opening.IsEmpty;
        if (areInputsHidden ? !Inputs.IsEmpty : !Inputs.Select(static input => input.Name).SequenceEqual(subject.Program.Inputs.Select(static input => input.Name), StringComparer.Ordinal))
            return new(ProofVerdictCode.InputDiffers, areInputsHidden ? "There are inputs that nothing shows to be those that the proof hides." : "The inputs are not those of the Program, in its order.");
        if (!Outputs.Select(static output => output.Name).SequenceEqual(subject.Program.Outputs.Select(static output => output.Name), StringComparer.Ordinal))
            return new(ProofVerdictCode.OutputDiffers, "The outputs are not those of the Program, in its order.");
        return ProofVerifier.Verify(file, subject, [.. Inputs.Select(static input => input.Tensor)], [.. Outputs.Select(static output => output.Tensor)], Evidence.Opening.Span);
    }

    private static JsonValue ToJson((string Name, Tensor Tensor) named) => JsonValue.Object(
        ("name", JsonValue.String(named.Name)),
        ("content", JsonValue.String(Convert.ToBase64String(new TensorContent(named.Tensor.Type.CanonicalName(), named.Tensor.Shape, named.Tensor.Bytes).ToLeaf(named.Name).Content.Span))));

    private static bool TryReadTensors(JsonValue json, string member, out ImmutableArray<(string Name, Tensor Tensor)> tensors)
    {
        tensors = [];
        if (!json.TryGet(member, out JsonValue? list) || list.Kind != JsonKind.Array)
            return false;
        var read = ImmutableArray.CreateBuilder<(string, Tensor)>(list.Items.Length);
        foreach (JsonValue item in list.Items)
        {
            if (!item.TryGetString("name", out string? name) || !item.TryGetString("content", out string? text) || !CanonicalBase64.TryDecode(text, out byte[] content)
                || LeafTensor.TryRead(content) is not { } tensor)
                return false;
            read.Add((name, tensor));
        }

        tensors = read.MoveToImmutable();
        return true;
    }
}
