using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Rows of a table, by token or by position. Inputs: table [rows, n] (a constant), tokens i32 [tokens]. Output: f32 [tokens, n].</summary>
/// <remarks>The table stays in its stored encoding, in the source's own memory; a row is widened when it is asked for.</remarks>
internal sealed class EmbeddingOperation(StoredEncoding encoding, ReadOnlyMemory<byte> table, int rowCount, int rowElements, bool isByPosition) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Embedding", 2, 2, 1, static binding => Bind(binding, isByPosition: false));

    /// <summary>The operator that takes row t for the token at position t, whichever it is.</summary>
    public static OperatorDefinition PositionDefinition { get; } = new("PositionEmbedding", 2, 2, 1, static binding => Bind(binding, isByPosition: true));

    /// <summary>Whether a row depends on its position.</summary>
    public bool IsByPosition => isByPosition;

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value tokens = run.Input(1, ElementType.Int32);
        if (tokens.Rank != 1)
            throw run.Error($"the tokens must have 1 dimension, but they are {Interpreter.Shapes.Describe(tokens.Shape)}");
        Value rows = run.Output(0, ElementType.Float32, tokens.ElementCount, rowElements);
        foreach (BatchSegment segment in run.Causal.Segments(tokens.ElementCount))
        {
            for (int i = 0; i < segment.RowCount; i++)
            {
                int position = segment.FirstPosition + i;
                int row = isByPosition ? position : tokens.Ints[segment.FirstRow + i];
                if (row < 0 || row >= rowCount)
                    throw run.Error(isByPosition ? $"position {row} is not one of the table's {rowCount}" : $"token {row} at position {position} is not one of the vocabulary's {rowCount}");
                Widen(row, rows.Floats.Slice((segment.FirstRow + i) * rowElements, rowElements));
            }
        }
    }

    private void Widen(int row, Span<float> elements)
    {
        int rowBytes = (int)encoding.LengthBytes(rowElements);
        encoding.Widen(table.Span.Slice(row * rowBytes, rowBytes), elements);
    }

    private static EmbeddingOperation Bind(StepBinding binding, bool isByPosition)
    {
        (Constant description, ReadOnlyMemory<byte> encoded) =
            binding.TakeEncodedConstant(0) ?? throw binding.Error("the table must be a constant");
        if (!StoredEncodings.TryFind(description.Encoding, out StoredEncoding? encoding))
            throw binding.Error($"the table's encoding '{description.Encoding}' is not one of exec-1's for weights", InvalidInputKind.Unsupported);
        if (description.Shape.Length != 2 || description.Shape[1] % encoding.BlockElements != 0
            || encoding.LengthBytes(description.Shape[0] * description.Shape[1]) != encoded.Length)
            throw binding.Error($"the table's shape [{string.Join(',', description.Shape)}] does not fit its {encoded.Length} bytes");
        return new EmbeddingOperation(encoding, encoded, (int)description.Shape[0], (int)description.Shape[1], isByPosition);
    }
}
