using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The inference of a receipt, as both parties of a dispute about it know it: what was run, and what the receipt says of it.</summary>
/// <remarks>Does not establish that this is what the receipt says: whoever makes it has read that from the receipt and its disclosures.</remarks>
public sealed class DisputedInference
{
    private readonly ImmutableArray<ValueClaim> _outputs;
    private readonly TraceClaim _trace;

    private DisputedInference(SimulatedInference inference, ImmutableArray<ValueClaim> outputs, Digest trace, long leafCount)
    {
        (Inference, _outputs) = (inference, outputs);
        _trace = new TraceClaim(trace, leafCount is >= 0 and <= int.MaxValue ? (int)leafCount : throw Error("its trace has more leaves than there can be"));
        DisputeTerms = DisputeTerms.Of(inference.Program, inference.Inputs, _trace, inference.Answer) with { Outputs = _outputs };
        Terms = DisputeTerms.ToJson();
        Id = DisputeTerms.Id;
    }

    /// <summary>The terms of the dispute (spec/dispute-1, section 5).</summary>
    public JsonValue Terms { get; }

    /// <summary>Its name in every message.</summary>
    public Digest Id { get; }

    internal SimulatedInference Inference { get; }

    internal DisputeTerms DisputeTerms { get; }

    /// <summary>A run of tensors.</summary>
    /// <param name="program">The Program.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="inputs">What was read.</param>
    /// <param name="outputs">What the receipt says that each output of the Program is, in its order.</param>
    /// <param name="trace">The trace root that the receipt binds.</param>
    /// <param name="leafCount">How many leaves that has.</param>
    /// <exception cref="InvalidInputException">The outputs are not as many as the Program's.</exception>
    public static DisputedInference OfTensors(
        Program program, IConstantSource constants, ImmutableArray<Tensor> inputs, ImmutableArray<Tensor> outputs, Digest trace, long leafCount)
    {
        ArgumentNullException.ThrowIfNull(program);
        ImmutableArray<ValueReference> made = new ProgramGraph(program).Frame.Outputs;
        if (made.Length != outputs.Length)
            throw Error($"it has {outputs.Length} outputs, the Program {made.Length}");
        ImmutableArray<ValueClaim> claims = [.. made.Zip(outputs).Where(static pair => pair.First is ValueReference.Made).Select(static pair => ValueClaim.Of(pair.Second))];
        return new DisputedInference(new SimulatedInference(program, constants, inputs, HasReceipt: true), claims, trace, leafCount);
    }

    /// <summary>An answer of a language model.</summary>
    /// <param name="program">The causal Program.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="text">Prompt and answer, as the receipt has them.</param>
    /// <param name="trace">The trace root that the receipt binds.</param>
    /// <param name="leafCount">How many leaves that has.</param>
    /// <exception cref="InvalidInputException">There is nothing to dispute: no prompt, or no token of an answer.</exception>
    public static DisputedInference OfAnswer(Program program, IConstantSource constants, DisputedText text, Digest trace, long leafCount)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Prompt.IsEmpty || text.Answer.IsEmpty
            ? throw Error("prompt or answer has no token")
            : new DisputedInference(new SimulatedInference(program, constants, text), [], trace, leafCount);
    }

    private static InvalidInputException Error(string what) => new(InvalidInputKind.Invalid, "receipt", $"There can be no dispute about this receipt: {what}.");
}
