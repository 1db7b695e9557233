using OpenGradient.Execution.Interpreter;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>One run of a language model over rows of several texts, which reads every weight once for all of them.</summary>
/// <remarks>
/// Rows do not depend on each other, so logits and traces are, bit for bit, those of each text read alone. Prompt rows whose logits
/// nobody asks for end after the last traced step. Not for use by two threads.
/// </remarks>
internal sealed class BatchStep
{
    private readonly Executable _executable;
    private readonly RunState _state;
    private readonly List<Part> _parts = [];
    private readonly List<int> _tokens = [];
    private Digest[] _leaves = [];
    private Value? _logits; // [wanted rows, vocabulary], the run's own
    private int _wantedCount;

    /// <exception cref="InvalidInputException">The Program is not a causal language model: <c>tokens</c> in, <c>logits</c> out.</exception>
    public BatchStep(Executable executable)
    {
        Program program = executable.Program;
        if (program.Sequence is null || program.Inputs.Length != 1 || program.Outputs.Length != 1 || program.Inputs[0].Type != ElementType.Int32)
            throw new InvalidInputException(InvalidInputKind.Invalid, "model", "The model is not a language model: it does not map tokens to logits.");
        _executable = executable;
        _state = executable.NewState();
    }

    /// <summary>How many rows were added.</summary>
    public int RowCount => _tokens.Count;

    /// <summary>Starts anew; logits are given back.</summary>
    public void Clear()
    {
        Release();
        _parts.Clear();
        _tokens.Clear();
        _wantedCount = 0;
        _state.Causal.Begin();
    }

    /// <summary>Adds the next tokens of a text, which has room for them; no text twice.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">At least one.</param>
    /// <param name="wantsLogits">Whether the logits after the last of them are asked for.</param>
    public void Add(CausalText text, ReadOnlySpan<int> tokens, bool wantsLogits)
    {
        _parts.Add(new Part(text, _tokens.Count, tokens.Length, wantsLogits ? _wantedCount : -1));
        _tokens.AddRange(tokens);
        _wantedCount += wantsLogits ? 1 : 0;
        _state.Causal.Add(text, tokens.Length, wantsLogits);
    }

    /// <summary>Computes all rows; the texts stay where they are until <see cref="Commit"/>.</summary>
    /// <exception cref="InvalidInputException">A row cannot be computed: a token is not in the vocabulary, or a position has no place.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        Tensor input = Tensor.Create<int>(ElementType.Int32, [_tokens.Count], [.. _tokens]);
        try
        {
            _executable.RunSteps(_state, [input], TraceLevel.Program, cancellationToken);
            _leaves = _state.CompleteRows(_tokens.Count).ToArray();
            cancellationToken.ThrowIfCancellationRequested();
            _logits = _wantedCount > 0 ? _state.Output(_executable.Program, 0) : null;
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>The text of an added part has read its rows now.</summary>
    public void Commit(int part) => _parts[part].Text.Advance(_leaves.AsSpan(_parts[part].FirstRow, _parts[part].RowCount));

    /// <summary>The logits after the last token of an added part that asked for them; valid until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<float> Logits(int part)
    {
        int vocabulary = _logits!.ElementCount / _wantedCount;
        return _logits.Floats.Slice(_parts[part].LogitsRow * vocabulary, vocabulary);
    }

    private void Release()
    {
        _logits = null;
        _state.ReleaseValues();
    }

    private readonly record struct Part(CausalText Text, int FirstRow, int RowCount, int LogitsRow);
}
