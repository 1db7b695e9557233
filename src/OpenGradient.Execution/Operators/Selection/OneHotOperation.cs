using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Along a new axis, <c>on</c> where its index is the number, else <c>off</c>. Inputs: indices, depth, values [off, on].</summary>
/// <remarks>A negative number counts from the depth; one out of range is nowhere.</remarks>
internal sealed class OneHotOperation(int axis) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("OneHot", 3, 3, 1, static binding => new OneHotOperation(binding.Attributes.Integer("axis", -1)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value indices = Indices.Require(run, 0);
        int depth = run.Integers(1) is [long count] ? run.Dimension(count) : throw run.Error("the depth must be one number");
        Value values = run.Input(2);
        if (values.ElementCount != 2 || values.Rank != 1)
            throw run.Error("the values must be two: off and on");
        int along = run.Axis(axis, indices.Rank + 1);
        Value y = run.Output(0, values.Type, [.. indices.Shape[..along], depth, .. indices.Shape[along..]]);
        int elementBytes = values.Type.SizeBytes();
        ReadOnlySpan<byte> off = values.Bytes[..elementBytes];
        ReadOnlySpan<byte> on = values.Bytes[elementBytes..];
        for (int start = 0; start < y.Bytes.Length; start += elementBytes)
            off.CopyTo(y.Bytes[start..]);
        int inner = Interpreter.Shapes.ElementCount(indices.Shape, along, indices.Rank);
        for (int i = 0; i < indices.ElementCount; i++)
        {
            long index = Indices.At(indices, i);
            index = index < 0 ? index + depth : index;
            if (index < 0 || index >= depth)
                continue;
            int place = (((i / inner * depth) + (int)index) * inner) + (i % inner);
            on.CopyTo(y.Bytes[(place * elementBytes)..]);
        }
    }
}
