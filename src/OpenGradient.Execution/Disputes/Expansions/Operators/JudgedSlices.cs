using System.Collections.Immutable;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The slices of a value along the attribute <c>axis</c>; without it, its elements.</summary>
internal sealed class JudgedSlices
{
    private readonly JudgedInput _x;
    private readonly NumberRules _rules;
    private readonly long _inner;

    public JudgedSlices(JudgedStep step)
    {
        _x = step.Input(0);
        _rules = NumberRules.Of(_x.Type);
        (int[] shape, int axis) = step.Attributes.Integers("axis") is [int one] ? (_x.Shape, step.Axis(one, _x.Shape.Length)) : ([_x.Count], 0);
        Count = shape[axis];
        _inner = Shapes.ElementCount(shape, axis + 1, shape.Length);
        ElementCount = Shapes.ElementCount(shape, 0, axis) * _inner;
    }

    /// <summary>How many slices.</summary>
    public int Count { get; }

    /// <summary>Elements of a slice.</summary>
    public long ElementCount { get; }

    /// <summary>Terms of a comparison: one for each element, and one if there is none.</summary>
    public long TermCount => Math.Max(1, ElementCount);

    /// <summary>The order of an element, in row-major order of a slice, of two slices; of slices without elements 0.</summary>
    public int Compare(long slice, long other, long element) => ElementCount == 0 ? 0 : _rules.Compare(_x.Bits(Place(slice, element)), _x.Bits(Place(other, element)));

    /// <summary>All four outputs of the step <c>Unique</c> with the same input and attributes.</summary>
    public static ImmutableArray<Tensor> Unique(JudgedStep step) =>
        SingleStep.Run(step.Step with { Operator = "Unique", Inputs = [0], OutputCount = 4 }, [StepOperand.Of(step.Input(0))]);

    private long Place(long slice, long element) => (((element / _inner * Count) + slice) * _inner) + (element % _inner);
}
