using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>For each index b along <c>batch_axis</c> the first lengths[b] slices along <c>time_axis</c> in reverse, the others as they are. Inputs: x, lengths.</summary>
internal sealed class ReverseSequenceOperation(int batchAxis, int timeAxis) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("ReverseSequence", 2, 2, 1, static binding => new ReverseSequenceOperation(
        binding.Attributes.Integer("batch_axis", 1), binding.Attributes.Integer("time_axis", 0)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value lengths = Indices.Require(run, 1);
        int batch = run.Axis(batchAxis, x.Rank);
        int time = run.Axis(timeAxis, x.Rank);
        if (batch == time || lengths.Rank != 1 || lengths.ElementCount != x.Shape[batch])
            throw run.Error($"lengths {Interpreter.Shapes.Describe(lengths.Shape)} do not fit axis {batch} of {Interpreter.Shapes.Describe(x.Shape)}");
        for (int i = 0; i < lengths.ElementCount; i++)
        {
            if (Indices.At(lengths, i) < 0 || Indices.At(lengths, i) > x.Shape[time])
                throw run.Error($"length {Indices.At(lengths, i)} is not one of 0 to {x.Shape[time]}");
        }

        Value y = run.Output(0, x.Type, x.Shape);
        int[] steps = StridedCopy.Steps(x.Shape);
        int elementBytes = x.Type.SizeBytes();
        int last = Math.Max(batch, time);
        int sliceBytes = steps[last] * elementBytes;
        for (int start = 0; start < x.ElementCount; start += steps[last])
        {
            int t = start / steps[time] % x.Shape[time];
            int length = (int)Indices.At(lengths, start / steps[batch] % x.Shape[batch]);
            int source = t < length ? start + ((length - 1 - (2 * t)) * steps[time]) : start;
            x.Bytes.Slice(source * elementBytes, sliceBytes).CopyTo(y.Bytes[(start * elementBytes)..]);
        }
    }
}
