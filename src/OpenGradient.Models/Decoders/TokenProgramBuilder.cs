using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Models.Decoders;

/// <summary>Collects the constants and steps of a language model; values get their numbers when all constants are known.</summary>
internal sealed class TokenProgramBuilder
{
    /// <summary>The value of the only input: the tokens.</summary>
    public const int Tokens = 0;

    private const int FirstStepMark = 1 << 24;
    private const int SmallBytes = 4096;

    private readonly List<StoredTensor> _constants = [];
    private readonly List<Step> _steps = [];
    private int _outputCount;

    /// <summary>The tensors behind the constants, in order.</summary>
    public IReadOnlyList<StoredTensor> Constants => _constants;

    /// <summary>The value of a tensor; the same for the same tensor, and for small ones of the same content.</summary>
    public int Constant(StoredTensor tensor)
    {
        int index = _constants.FindIndex(other => IsSame(other, tensor));
        if (index < 0)
        {
            index = _constants.Count;
            _constants.Add(tensor);
        }

        return 1 + index;
    }

    private static bool IsSame(StoredTensor one, StoredTensor other) => ReferenceEquals(one, other)
        || (one.Data.Length <= SmallBytes && one.Encoding == other.Encoding && one.Shape.AsSpan().SequenceEqual(other.Shape.AsSpan()) && one.Data.Join().Span.SequenceEqual(other.Data.Join().Span));

    /// <summary>Adds a step with one output; returns its value.</summary>
    public int Add(string name, ImmutableArray<int> inputs, bool isTraced = false, params ReadOnlySpan<(string Name, string Value)> attributes) =>
        Add(name, inputs, 1, isTraced, attributes);

    /// <summary>Adds a step; returns the value of its first output, which the others follow.</summary>
    public int Add(string name, ImmutableArray<int> inputs, int outputCount, bool isTraced, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        var sorted = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string attribute, string value) in attributes)
            sorted.Add(attribute, value);
        _steps.Add(new Step(name, inputs, outputCount, sorted.ToImmutable(), isTraced));
        _outputCount += outputCount;
        return FirstStepMark + _outputCount - outputCount;
    }

    /// <summary>The Program of a decoder, which reads texts in pieces.</summary>
    /// <param name="logits">The value that it returns.</param>
    public Program Build(int logits) => Build(new ProgramOutput("logits", logits), sequence: "tokens");

    /// <summary>The Program of an encoder, which reads one whole text.</summary>
    /// <param name="embedding">The value that it returns.</param>
    public Program BuildEncoder(int embedding) => Build(new ProgramOutput("embedding", embedding), sequence: null);

    private Program Build(ProgramOutput output, string? sequence)
    {
        int firstStep = 1 + _constants.Count;
        int Number(int value) => value < FirstStepMark ? value : value - FirstStepMark + firstStep;
        return new Program(
            [new ProgramInput("tokens", ElementType.Int32, ["tokens"])],
            [.. _constants.Select(tensor => new Constant(tensor.Name, tensor.Encoding, tensor.Shape, tensor.Data.ComputeDigest()))],
            [.. _steps.Select(step => step with { Inputs = [.. step.Inputs.Select(Number)] })],
            [output with { Value = Number(output.Value) }],
            Sequence: sequence);
    }
}
