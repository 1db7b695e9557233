using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>
/// A linear map whose weights stay as they are stored. Inputs: q i8 […, d] and s f32 […, d / 32] as QuantizeBlocks makes them, W [o, d] (a constant in a block
/// encoding), b? f32 [o] (a constant). Output: f32 […, o].
/// </summary>
/// <remarks>The arithmetic: <see cref="StoredProduct"/>. The weights are read from the source's own memory in every run.</remarks>
internal sealed class QuantizedLinearOperation(StoredEncoding encoding, ReadOnlyMemory<byte> weights, int outputCount, int depth, Value? bias) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("QuantizedLinear", 3, 4, 1, Bind);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value q = run.Input(0, ElementType.Int8);
        Value s = run.Input(1, ElementType.Float32);
        if (q.Rank == 0 || q.Shape[^1] != depth)
            throw run.Error($"the last dimension must be {depth}, but the input is {Interpreter.Shapes.Describe(q.Shape)}");
        if (s.ElementCount != q.ElementCount / WeightBlock.ElementCount)
            throw run.Error($"scales {Interpreter.Shapes.Describe(s.Shape)} do not fit elements {Interpreter.Shapes.Describe(q.Shape)}");
        Span<int> shape = stackalloc int[q.Rank];
        q.Shape.CopyTo(shape);
        shape[^1] = outputCount;
        Value y = run.Output(0, ElementType.Float32, shape);
        int rowCount = q.ElementCount / depth;
        Span<int> sums = StoredProduct.ReadsSums(encoding) ? run.Scratch<int>(q.ElementCount / 16) : default;
        BlockRows.Sum(q.WritableWords<sbyte>(), sums);
        StoredProduct.Multiply(
            new BlockRows(q.WritableWords<sbyte>(), s.Floats, sums, rowCount, depth),
            weights.Span,
            encoding,
            outputCount,
            bias is null ? default : bias.Floats,
            y.Floats,
            run.Scratch<float>(StoredProduct.ScratchElements(rowCount, depth, run.Workers.Count)),
            run.Workers);
    }

    private static QuantizedLinearOperation Bind(StepBinding binding)
    {
        (Constant description, ReadOnlyMemory<byte> encoded) = binding.TakeEncodedConstant(2) ?? throw binding.Error("the weights must be a constant");
        if (!StoredEncodings.TryFind(description.Encoding, out StoredEncoding? encoding) || encoding.Panels is null)
            throw binding.Error($"the weights' encoding '{description.Encoding}' is not one of exec-1's blocks", InvalidInputKind.Unsupported);
        if (description.Shape.Length != 2 || description.Shape[1] < 1 || description.Shape[1] % encoding.BlockElements != 0
            || encoding.LengthBytes(checked(description.Shape[0] * description.Shape[1])) != encoded.Length)
            throw binding.Error($"the weights' shape [{string.Join(',', description.Shape)}] does not fit their {encoded.Length} bytes");
        return new QuantizedLinearOperation(encoding, encoded, (int)description.Shape[0], (int)description.Shape[1], Bias(binding, description.Shape[0]));
    }

    private static Value? Bias(StepBinding binding, long outputCount)
    {
        if (!binding.Has(3))
            return null;
        Value bias = binding.TakeConstant(3) ?? throw binding.Error("the bias must be a constant");
        return bias.Type == ElementType.Float32 && bias.Rank == 1 && bias.Shape[0] == outputCount
            ? bias
            : throw binding.Error($"the bias must be f32[{outputCount}], not {bias.Type.CanonicalName()}{Interpreter.Shapes.Describe(bias.Shape)}");
    }
}
