using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using OpenGradient.Programs;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Circuits;

/// <summary>The rules of proof-1 section 9 for shapes, bounds and columns.</summary>
internal sealed partial class CircuitBuilder
{
    private void AddReshape(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        ImmutableArray<long> shape = step.Operator == "Flatten" ? Flattened(x.Shape, Integer(step, "axis", 1)) : throw Unsupported("cannot be proved yet");
        _values[output] = new(ValueRole.Virtual, shape, x.Bounds);
        _steps.Add(new ReshapeStep(step.Inputs[0], output));
    }

    private ImmutableArray<long> Flattened(ImmutableArray<long> shape, int axis)
    {
        if (axis < 0)
            axis += shape.Length;
        return axis >= 0 && axis <= shape.Length ? [Product(shape[..axis]), Product(shape[axis..])] : throw Unsupported("flattens at an axis that there is not");
    }

    private void AddLinear(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        int weights = step.Inputs[1];
        if (_values[weights]!.Shape is not [long rows, long depth] || x.Shape.IsEmpty || x.Shape[^1] != depth)
            throw Unsupported("has weights that do not fit its input");
        AddWeight(weights);
        Interval sum = Symmetric(x.Bounds.Size * _rowSums[_values[weights]!.Column]);
        int bias = step.Inputs.Length > 2 ? step.Inputs[2] : Step.Absent;
        if (bias != Step.Absent && (_constants[bias] is null || !_values[bias]!.Shape.AsSpan().SequenceEqual([rows])))
            throw Unsupported("has a bias that is no constant of its shape");
        Interval bounds = bias == Step.Absent ? sum : sum + CoreInput(step, 2).Bounds;
        RequireLimit(bounds);
        _values[output] = new(ValueRole.Virtual, [.. x.Shape[..^1], rows], bounds);
        _steps.Add(new LinearStep(step.Inputs[0], weights, bias, output));
    }

    private void AddWeight(int value)
    {
        if (_values[value]!.Role == ValueRole.Weight)
            return;
        if (_values[value]!.Role != ValueRole.Outside || value < _program.Inputs.Length || value >= _program.Inputs.Length + _program.Constants.Length)
            throw Unsupported("has weights that are no constant");
        string encoding = _program.Constants[value - _program.Inputs.Length].Encoding;
        int bits = encoding switch { "i8" => 8, "i16" => 16, _ => throw Unsupported($"has weights of type {encoding}") };
        if (_key.Count >= _rowSums.Length)
            throw Unsupported("has weights that the key does not hold");
        _values[value] = _values[value]! with { Role = ValueRole.Weight, Bounds = Interval.OfBits(bits), Column = _key.Count };
        _key.Add(new TensorShape(_values[value]!.Shape.AsSpan()));
    }

    private void AddScale(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        CircuitValue factors = CoreInput(step, 1);
        int shift = Integer(step, "shift", 32);
        int axis = factors.CellCount == 1 ? -1 : AxisOf(step, x, factors);
        Interval scaled = (x.Bounds * factors.Bounds) + Point(BigInteger.One << (shift - 1));
        if (shift is not (16 or 32) || _constants[step.Inputs[1]] is null)
            throw Unsupported("has factors or a shift that exec-1 does not allow");
        RequireLimit(scaled);
        Interval quotient = new(scaled.Low >> shift, scaled.High >> shift);
        if (step.Inputs.Length > 2 && step.Inputs[2] != Step.Absent)
            AddTabled(step, output, x, axis, shift, quotient);
        else
            AddUntabled(step, output, x, axis, shift, quotient);
    }

    private void AddTabled(Step step, int output, CircuitValue x, int axis, int shift, Interval quotient)
    {
        if (_constants[step.Inputs[2]] is not { Length: 1 << Circuit.TableBits } entries || quotient.Low < short.MinValue || quotient.High > short.MaxValue)
            throw Unsupported("looks up what may lie outside of its table");
        int table = TableOf(step.Inputs[2]);
        int q = AddColumn(x.Shape);
        int y = AddColumn(x.Shape);
        _lookups.Add(new(q, Factor: 1, Offset: 1 << 15, y, table));
        Limbs remainder = AddLimbs(x.Shape, shift);
        _values[output] = new(ValueRole.Committed, x.Shape, Interval.Of(entries), y);
        _steps.Add(new ScaleStep(step.Inputs[0], step.Inputs[1], axis, shift, table, q, new([], 0), remainder, output));
    }

    private void AddUntabled(Step step, int output, CircuitValue x, int axis, int shift, Interval quotient)
    {
        // Two's complement of b bits, moved up to begin at 0; with the remainder it must stay below p / 2.
        int bits = Limbs.BitsOf(quotient.Size) + 1;
        if (bits + shift > 63)
            throw Unsupported("has a quotient of too many bits");
        Limbs limbs = AddLimbs(x.Shape, bits);
        Limbs remainder = AddLimbs(x.Shape, shift);
        _values[output] = new(ValueRole.Virtual, x.Shape, quotient);
        _steps.Add(new ScaleStep(step.Inputs[0], step.Inputs[1], axis, shift, Table: 0, Quotient: -1, limbs, remainder, output));
    }

    private void AddLimit(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        if (step.Inputs.Length != 2 || _constants[step.Inputs[1]] is null)
            throw Unsupported("limits by something else than a constant");
        CircuitValue bound = CoreInput(step, 1);
        if (bound.CellCount != 1 && (bound.Shape.Length > x.Shape.Length || !x.Shape.AsSpan()[^bound.Shape.Length..].SequenceEqual(bound.Shape.AsSpan())))
            throw Unsupported("limits by a constant that does not have its last axes");
        bool isMax = step.Operator == "Max";
        Interval difference = x.Bounds - bound.Bounds;
        int bits = Limbs.BitsOf(difference.Size);
        if (bits > 61)
            throw Unsupported("limits values that are too far apart");
        int column = AddColumn(x.Shape);
        Limbs limbs = AddLimbs(x.Shape, bits);
        Interval bounds = isMax
            ? new(BigInteger.Max(x.Bounds.Low, bound.Bounds.Low), BigInteger.Max(x.Bounds.High, bound.Bounds.High))
            : new(BigInteger.Min(x.Bounds.Low, bound.Bounds.Low), BigInteger.Min(x.Bounds.High, bound.Bounds.High));
        _values[output] = new(ValueRole.Committed, x.Shape, bounds, column);
        _steps.Add(new LimitStep(step.Inputs[0], step.Inputs[1], isMax, limbs, output));
    }

    private int TableOf(int constant)
    {
        int index = _tables.IndexOf(constant);
        if (index >= 0)
            return index + 1;
        _tables.Add(constant);
        return _tables.Count;
    }

    private int AxisOf(Step step, CircuitValue x, CircuitValue factors)
    {
        int axis = Integer(step, "axis", -1);
        axis = axis < 0 ? axis + x.Shape.Length : axis;
        return axis >= 0 && axis < x.Shape.Length && factors.Shape is [long count] && x.Shape[axis] == count
            ? axis
            : throw Unsupported("has factors that do not fit its input");
    }

    private void RequireLimit(Interval bounds)
    {
        if (!bounds.IsBelowLimit)
            throw Unsupported($"may make numbers of {bounds.Size.GetBitLength()} bits, more than the 62 that a field element tells apart");
    }

    private static int Integer(Step step, string name, int otherwise) =>
        int.TryParse(step.Attributes.GetValueOrDefault(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    private static Interval Point(BigInteger number) => new(number, number);

    private static Interval Symmetric(BigInteger size) => new(-size, size);

    private static long Product(ImmutableArray<long> shape) => shape.Aggregate(1L, static (product, size) => product * size);
}
