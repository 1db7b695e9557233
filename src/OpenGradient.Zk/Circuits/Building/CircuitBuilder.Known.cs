using System.Collections.Immutable;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Circuits.Building;

/// <content>Values that are known before any input is: constants, shapes, and what is made of them.</content>
internal sealed partial class CircuitBuilder
{
    /// <summary>The elements of a value if everybody knows them before any input.</summary>
    private long[]? ConstantOf(int value) => value < 0 ? null : _constants[value];

    private bool IsConstant(int value) => ConstantOf(value) is not null;

    /// <summary>A step whose output was given its shape and bounds; one of known values is run instead.</summary>
    private void AddStep(CircuitStep step)
    {
        ImmutableArray<long> shape = _values[step.Output]!.Shape;
        if (KnownElements.TryRun(step, shape, ConstantOf, value => _values[value]!.Shape) is { } elements)
        {
            CountHeld(step is ReshapeStep ? 0 : elements.Length);
            SetKnown(step.Output, shape, elements);
        }
        else
            _steps.Add(step);
    }

    private void SetKnown(int value, ImmutableArray<long> shape, long[] elements)
    {
        _constants[value] = elements;
        _values[value] = new(ValueRole.Public, shape, elements.Length == 0 ? default : Interval.Of(elements));
    }

    private void AddShape(Step step, int output)
    {
        CircuitValue x = Input(step, 0);
        if (x.Shape.IsDefault)
            throw Unsupported("asks for axes that only a run knows");
        int rank = x.Shape.Length;
        int start = Math.Clamp(Counted(Integer(step, "start", 0), rank), 0, rank);
        int end = Math.Clamp(Counted(Integer(step, "end", rank), rank), 0, rank);
        long[] sizes = start < end ? [.. x.Shape[start..end]] : [];
        SetKnown(output, [sizes.Length], sizes);
    }

    /// <summary>From the end if it is negative.</summary>
    private static int Counted(int place, int count) => place < 0 ? place + count : place;

    /// <summary>A list that is known.</summary>
    private long[] KnownInput(Step step, int index, string what)
    {
        _ = Input(step, index);
        return ConstantOf(step.Inputs[index]) ?? throw Unsupported($"has {what} that only a run knows");
    }

    private static bool Has(Step step, int index) => index < step.Inputs.Length && step.Inputs[index] != Step.Absent;
}
