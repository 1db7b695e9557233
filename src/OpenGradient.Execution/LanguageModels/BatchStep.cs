using OpenGradient.Execution.Interpreter;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>One run of a language model over rows of several texts, which reads every weight once for all of them.</summary>
/// <remarks>
/// Rows do not depend on each other, so logits and traces are, bit for bit, those of each text read alone. Prompt rows whose logits
/// nobody asks for end after the last traced step. Logits are made of a few rows at a time, so that those of many texts never stand
/// there at once. Not for use by two threads.
/// </remarks>
internal sealed class BatchStep
{
    private readonly Executable _executable;
    private readonly RunState _state;
    private readonly List<Part> _parts = [];
    private readonly List<int> _tokens = [];
    private Digest[] _leaves = [];
    private Value? _logits; // [rows made last, vocabulary], the run's own
    private int _wantedCount;
    private int _madeCount; // of the wanted rows
    private int _firstRow; // of those made last, counted in wanted rows
    private int _rowBytes; // of logits; 0: none were made yet

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
        _madeCount = 0;
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

    /// <summary>Computes all rows up to their logits; the texts stay where they are until <see cref="Commit"/>.</summary>
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
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>After <see cref="Run"/>: makes the logits of the next few rows that ask for them, in place of those made before; false if all were made.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public bool MakeLogits(CancellationToken cancellationToken)
    {
        _logits = null;
        int count = Math.Min(RowsAtOnce(), _wantedCount - _madeCount);
        if (count == 0)
            return false;
        try
        {
            _executable.RunTail(_state, _madeCount, count, cancellationToken);
        }
        catch
        {
            Release();
            throw;
        }

        _logits = _state.Output(_executable.Program, 0);
        _rowBytes = _logits.Bytes.Length / count;
        _firstRow = _madeCount;
        _madeCount += count;
        return true;
    }

    /// <summary>Whether an added part asked for logits.</summary>
    public bool WantsLogits(int part) => _parts[part].LogitsRow >= 0;

    /// <summary>Whether the logits of an added part are those of <see cref="MakeLogits"/>.</summary>
    public bool HasLogits(int part) => _logits is not null && _parts[part].LogitsRow >= _firstRow && _parts[part].LogitsRow < _madeCount;

    /// <summary>The text of an added part has read its rows now.</summary>
    public void Commit(int part) => _parts[part].Text.Advance(_leaves.AsSpan(_parts[part].FirstRow, _parts[part].RowCount));

    /// <summary>The logits after the last token of an added part that <see cref="HasLogits"/>; valid until the next are made, or <see cref="Clear"/>.</summary>
    public ReadOnlySpan<float> Logits(int part)
    {
        int vocabulary = _rowBytes / sizeof(float);
        return _logits!.Floats.Slice((_parts[part].LogitsRow - _firstRow) * vocabulary, vocabulary);
    }

    /// <summary>So many rows that their logits are small beside the weights: each few of them read the weights of the last product once more.</summary>
    private int RowsAtOnce() => _rowBytes == 0 ? LeastRowsAtOnce : (int)Math.Clamp(_executable.WeightBytes / WeightsPerLogits / _rowBytes, LeastRowsAtOnce, int.MaxValue);

    private void Release()
    {
        _logits = null;
        _state.ReleaseValues();
    }

    private const int LeastRowsAtOnce = 8;
    private const int WeightsPerLogits = 64; // bytes

    private readonly record struct Part(CausalText Text, int FirstRow, int RowCount, int LogitsRow);
}
