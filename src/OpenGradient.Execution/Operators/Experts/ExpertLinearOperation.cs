using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Each row times the weights of the experts that were chosen for it.</summary>
/// <remarks>
/// Inputs of ExpertLinear: x f32 [t, d] or [t, k, d], experts i64 [t, k], W [experts, o, d] (a constant). QuantizedExpertLinear has q and s of QuantizeBlocks in place of x and
/// a W in blocks. Output: f32 [t, k, o]; row (i, j) is row i, or row (i, j), times the weights of expert experts[i, j], as Linear or QuantizedLinear has it.
/// </remarks>
internal sealed class ExpertLinearOperation(IExpertWeights weights, int chosenInput) : IOperation
{
    /// <summary>The operator on weights whose elements stand alone.</summary>
    public static OperatorDefinition Definition { get; } = new("ExpertLinear", 3, 3, 1, static binding => new ExpertLinearOperation(Plain(binding), 1));

    /// <summary>The operator on weights in blocks.</summary>
    public static OperatorDefinition QuantizedDefinition { get; } = new("QuantizedExpertLinear", 4, 4, 1, static binding => new ExpertLinearOperation(Stored(binding), 2));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value chosen = run.Input(chosenInput, ElementType.Int64);
        bool hasOwnRows = x.Rank == 3;
        if (chosen.Rank != 2 || x.Rank is not (2 or 3) || x.Shape[^1] != weights.Depth || x.Shape[0] != chosen.Shape[0] || (hasOwnRows && x.Shape[1] != chosen.Shape[1]))
            throw run.Error($"rows {Interpreter.Shapes.Describe(x.Shape)} and experts {Interpreter.Shapes.Describe(chosen.Shape)} do not fit weights of depth {weights.Depth}");
        (int rowCount, int perRow) = (chosen.Shape[0], chosen.Shape[1]);
        Value y = run.Output(0, ElementType.Float32, rowCount, perRow, weights.OutputCount);
        Span<int> rows = run.Scratch<int>(chosen.ElementCount);
        Span<int> places = run.Scratch<int>(chosen.ElementCount);
        Span<float> products = run.Scratch<float>(y.ElementCount);
        RequireExperts(run, chosen.Longs);
        for (int expert = 0; expert < weights.ExpertCount && !run.Workers.IsCancelled; expert++)
        {
            int count = Collect(chosen.Longs, expert, hasOwnRows ? 1 : perRow, rows, places);
            if (count == 0)
                continue;
            weights.Multiply(run, expert, rows[..count], products);
            for (int i = 0; i < count; i++)
                products.Slice(i * weights.OutputCount, weights.OutputCount).CopyTo(y.Floats[(places[i] * weights.OutputCount)..]);
        }
    }

    /// <summary>Where an expert was chosen, and the rows that it is to read.</summary>
    private static int Collect(ReadOnlySpan<long> chosen, int expert, int placesPerRow, Span<int> rows, Span<int> places)
    {
        int count = 0;
        for (int place = 0; place < chosen.Length; place++)
        {
            if (chosen[place] != expert)
                continue;
            rows[count] = place / placesPerRow;
            places[count++] = place;
        }

        return count;
    }

    private void RequireExperts(StepRun run, ReadOnlySpan<long> chosen)
    {
        foreach (long expert in chosen)
        {
            if (expert < 0 || expert >= weights.ExpertCount)
                throw run.Error($"expert {expert} is not one of {weights.ExpertCount}");
        }
    }

    private static IExpertWeights Plain(StepBinding binding)
    {
        if (binding.TakePlainConstant(2) is { } plain)
            return PlainExpertWeights.Create(plain) ?? throw binding.Error($"the weights must have 3 dimensions, not {Interpreter.Shapes.Describe(plain.Shape)}");
        Value all = binding.TakeConstant(2) ?? throw binding.Error("the weights must be a constant");
        if (all.Type != ElementType.Float32 || all.Rank != 3 || all.ElementCount == 0)
            throw binding.Error($"the weights must be f32 with 3 dimensions, not {all.Type.CanonicalName()}{Interpreter.Shapes.Describe(all.Shape)}");
        (int outputs, int depth) = (all.Shape[1], all.Shape[2]);
        return new PackedExpertWeights([.. Enumerable.Range(0, all.Shape[0]).Select(
            expert => PackedPanels.Create(all.Floats.Slice(expert * outputs * depth, outputs * depth), outputs, depth, default))]);
    }

    private static StoredExpertWeights Stored(StepBinding binding)
    {
        (Constant description, ReadOnlyMemory<byte> encoded) = binding.TakeEncodedConstant(3) ?? throw binding.Error("the weights must be a constant");
        if (!StoredEncodings.TryFind(description.Encoding, out StoredEncoding? encoding) || encoding.Panels is null)
            throw binding.Error($"the weights' encoding '{description.Encoding}' is not one of exec-1's blocks", InvalidInputKind.Unsupported);
        if (description.Shape.Length != 3 || description.Shape.Contains(0) || description.Shape[2] % encoding.BlockElements != 0
            || encoding.LengthBytes(checked(description.Shape[0] * description.Shape[1] * description.Shape[2])) != encoded.Length)
            throw binding.Error($"the weights' shape [{string.Join(',', description.Shape)}] does not fit their {encoded.Length} bytes");
        return new StoredExpertWeights(encoding, encoded, (int)description.Shape[0], (int)description.Shape[1], (int)description.Shape[2]);
    }
}
