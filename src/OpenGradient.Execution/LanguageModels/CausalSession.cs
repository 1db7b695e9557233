using OpenGradient.Execution.Interpreter;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A text that a causal Program is reading, token by token or in chunks; keys and values of what was read are kept.</summary>
/// <remarks>
/// Only an optimisation: logits and trace are, bit for bit, those of one run over the whole text, however it is cut. Not for use
/// by two threads; any number of sessions may share one <see cref="Executable"/>.
/// </remarks>
public sealed class CausalSession
{
    private const int ChunkTokens = 128;

    private readonly Executable _executable;
    private readonly RunState _state;
    private float[] _logits = [];

    /// <exception cref="InvalidInputException">The Program is not a causal language model: <c>tokens</c> in, <c>logits</c> out.</exception>
    public CausalSession(Executable executable)
    {
        ArgumentNullException.ThrowIfNull(executable);
        Program program = executable.Program;
        if (program.Sequence is null || program.Inputs.Length != 1 || program.Outputs.Length != 1 || program.Inputs[0].Type != ElementType.Int32)
            throw new InvalidInputException(InvalidInputKind.Invalid, "model", "The model is not a language model: it does not map tokens to logits.");
        _executable = executable;
        _state = new RunState(program, executable.Limits);
    }

    /// <summary>How many tokens were read.</summary>
    public int Position => _state.Causal.Position;

    /// <summary>The trace over the tokens read.</summary>
    public Digest TraceRoot => _state.Causal.Trace.Root();

    /// <summary>How many leaves the trace has: one for each token.</summary>
    public long TraceLeafCount => _state.Causal.Trace.LeafCount;

    /// <summary>Reads tokens.</summary>
    /// <returns>The logits after the last of them; valid until the next call.</returns>
    /// <exception cref="ArgumentException">There are no tokens.</exception>
    /// <exception cref="InvalidInputException">A token is not in the vocabulary.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; <see cref="Position"/> tells how far it came.</exception>
    public ReadOnlySpan<float> Append(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        if (tokens.IsEmpty)
            throw new ArgumentException("At least one token must be given.", nameof(tokens));
        for (int start = 0; start < tokens.Length; start += ChunkTokens)
            AppendChunk(tokens.Slice(start, Math.Min(ChunkTokens, tokens.Length - start)), cancellationToken);
        return _logits;
    }

    private void AppendChunk(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        Tensor input = Tensor.Create(ElementType.Int32, [tokens.Length], tokens);
        try
        {
            _executable.RunSteps(_state, [input], TraceLevel.Program, cancellationToken);
            Value logits = _state.Output(_executable.Program, 0);
            int rowElements = logits.ElementCount / tokens.Length;
            if (_logits.Length != rowElements)
                _logits = new float[rowElements];
            logits.Floats[^rowElements..].CopyTo(_logits);
            _state.Causal.Advance(tokens.Length);
        }
        finally
        {
            _state.ReleaseValues();
        }
    }
}
