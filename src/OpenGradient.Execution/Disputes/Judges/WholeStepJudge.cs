using System.Buffers.Binary;
using System.Collections.Immutable;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The judge of an operator that has no other: reads the whole inputs of the step and carries it out.</summary>
/// <remarks>Right for every operator; what must be opened is as large as the inputs, which are refused above <see cref="LimitBytes"/>.</remarks>
internal sealed class WholeStepJudge : IJudge
{
    /// <summary>The most bytes that inputs and output of a step have together: spec/dispute-1, section 9. In base64 they fit into a message.</summary>
    public const long LimitBytes = 1L << 25;

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        RequireSize(step, 0);
        return ValueHeader.Of(Run(step)[output]);
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        RequireSize(step, step.OutputHeader.ContentBytes);
        return new(() => Bits(Run(step)[output], element));
    }

    /// <summary>The bits of an element.</summary>
    public static ulong Bits(Tensor tensor, long element)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        int size = tensor.Type.SizeBytes();
        tensor.Bytes.AsSpan(checked((int)(element * size)), size).CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <exception cref="OversizedStepException">The step is too large.</exception>
    private static void RequireSize(JudgedStep step, long outputBytes)
    {
        long bytes = outputBytes + Enumerable.Range(0, step.InputCount).Where(step.Has).Sum(index => step.Input(index).DocumentBytes);
        if (bytes > LimitBytes)
            throw new OversizedStepException($"{step.Step.Operator} has no small judge in this form, and {bytes} bytes of inputs and output; at most {LimitBytes} are carried out.");
    }

    private static ImmutableArray<Tensor> Run(JudgedStep step) =>
        SingleStep.Run(step.Step, [.. Enumerable.Range(0, step.InputCount).Select(index => step.Has(index) ? Operand(step.Input(index)) : null)]);

    private static StepOperand Operand(JudgedInput input) => input.Constant is { } constant
        ? new StepOperand(null, constant, input.ReadAll())
        : StepOperand.Of(new Tensor(input.Type, Shapes.ToImmutable(input.Shape), input.ReadAll()));
}
