using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Circuits.Building;

/// <summary>The rules of proof-1 section 9 for shapes, bounds and columns.</summary>
internal sealed partial class CircuitBuilder
{
    private void AddLinear(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        if (Input(step, 1).Shape is not [long rows, long depth] || x.Shape.IsEmpty || x.Shape[^1] != depth)
            throw Unsupported("has weights that do not fit its input");
        (int bias, ImmutableArray<CellInterval> bounds) = AddWeightedSum(step, x, rows);
        SetValue(output, ValueRole.Virtual, [.. x.Shape[..^1], rows], CellInterval.Around(bounds.AsSpan()), boundsAxis: x.Shape.Length - 1, axisBounds: bounds);
        _steps.Add(new LinearStep(step.Inputs[0], step.Inputs[1], bias, output));
    }

    /// <summary>The weights as a column of the key; the bias, and the bounds of the sum over each row of the weights, in which some elements of x may be 0.</summary>
    private (int Bias, ImmutableArray<CellInterval> Bounds) AddWeightedSum(Step step, CircuitValue x, long rows)
    {
        AddWeight(step.Inputs[1]);
        ReadOnlySpan<long> sums = RowSums(step.Inputs[1], rows);
        int bias = step.Inputs.Length > 2 ? step.Inputs[2] : Step.Absent;
        if (bias != Step.Absent && (!IsConstant(bias) || !CoreInput(step, 2).Shape.AsSpan().SequenceEqual([rows])))
            throw Unsupported("has a bias that is no constant of its shape");
        return (bias, SumBounds((long)x.Bounds.Size, sums, bias == Step.Absent ? [] : ConstantOf(bias)));
    }

    /// <summary>Of b + Σ x W for each row, of its Σ |W| and what no x exceeds: numbers below 2^62 and 2^63, so that Int128 holds the products.</summary>
    private ImmutableArray<CellInterval> SumBounds(long reach, ReadOnlySpan<long> sums, ReadOnlySpan<long> biases)
    {
        var bounds = ImmutableArray.CreateBuilder<CellInterval>(sums.Length);
        for (int row = 0; row < sums.Length; row++)
        {
            Int128 size = (Int128)reach * sums[row];
            Int128 bias = biases.IsEmpty ? 0 : biases[row];
            if (size + Int128.Abs(bias) >= 1L << 62)
                RequireLimit(new(bias - size, bias + size));
            bounds.Add(new((long)(bias - size), (long)(bias + size)));
        }

        return bounds.MoveToImmutable();
    }

    /// <summary>The Σ |W| of each row, as the key says: of the weights in the order in which sums read them.</summary>
    private ReadOnlySpan<long> RowSums(int weights, long rows)
    {
        if (_rowOffsets.TryAdd(weights, _rows))
            _rows = rows <= _rowSums.Length - _rows ? _rows + (int)rows : throw Unsupported("has weights that the key does not hold");
        return _rowSums.AsSpan().Slice(_rowOffsets[weights], (int)rows);
    }

    private void AddWeight(int value)
    {
        if (_values[value]!.Role == ValueRole.Weight)
            return;
        if (_values[value]!.Role != ValueRole.Outside || value < _program.Inputs.Length || value >= _program.Inputs.Length + _program.Constants.Length)
            throw Unsupported("has weights that are no constant");
        string encoding = _program.Constants[value - _program.Inputs.Length].Encoding;
        int bits = encoding switch { "i8" => 8, "i16" => 16, _ => throw Unsupported($"has weights of type {encoding}") };
        if (!IsSmall(_values[value]!.Shape))
            throw Unsupported("has weights without elements, or too many");
        _values[value] = _values[value]! with { Role = ValueRole.Weight, Bounds = Interval.OfBits(bits), Column = _key.Count };
        _key.Add(new TensorShape(_values[value]!.Shape.AsSpan()));
    }

    private void AddScale(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        CircuitValue factors = CoreInput(step, 1);
        int shift = Integer(step, "shift", 32);
        if (shift is not (16 or 32) || !IsConstant(step.Inputs[1]) || factors.Shape.Length != 1)
            throw Unsupported("has factors or a shift that exec-1 does not allow");
        int axis = factors.CellCount == 1 ? -1 : AxisOf(step, x, factors);
        Interval scaled = ScaledBounds(x, ConstantOf(step.Inputs[1])!, axis) + Point(BigInteger.One << (shift - 1));
        RequireLimit(scaled);
        Interval quotient = new(scaled.Low >> shift, scaled.High >> shift);
        if (step.Inputs.Length > 2 && step.Inputs[2] != Step.Absent)
            AddTabled(step, output, x, axis, shift, quotient);
        else
            AddUntabled(step, output, x, axis, shift, quotient);
    }

    /// <summary>Of x · M, each cell of the axis with its own factor: bounds below 2^62 times numbers of 64 bits are less than 2^125.</summary>
    private static Interval ScaledBounds(CircuitValue x, long[] factors, int axis)
    {
        (Int128 low, Int128 high) = (Int128.MaxValue, Int128.MinValue);
        var all = CellInterval.Of(x.Bounds);
        for (int cell = 0; cell < factors.Length; cell++)
        {
            CellInterval own = axis >= 0 && axis == x.BoundsAxis ? x.AxisBounds[cell] : all;
            (Int128 one, Int128 other) = ((Int128)own.Low * factors[cell], (Int128)own.High * factors[cell]);
            (low, high) = (Int128.Min(low, Int128.Min(one, other)), Int128.Max(high, Int128.Max(one, other)));
        }

        return new(low, high);
    }

    private void AddTabled(Step step, int output, CircuitValue x, int axis, int shift, Interval quotient)
    {
        if (ConstantOf(step.Inputs[2]) is not { Length: 1 << Circuit.TableBits } || quotient.Low < short.MinValue || quotient.High > short.MaxValue)
            throw Unsupported("looks up what may lie outside of its table");
        int table = TableOf(step.Inputs[2]);
        int q = AddColumn(x.Shape);
        int y = AddColumn(x.Shape);
        _lookups.Add(new(q, Factor: 1, Offset: 1 << 15, y, table));
        Limbs remainder = AddLimbs(x.Shape, shift);
        SetValue(output, ValueRole.Committed, x.Shape, _values[step.Inputs[2]]!.Bounds, y);
        _steps.Add(new ScaleStep(step.Inputs[0], step.Inputs[1], axis, shift, table, q, Limbs.None, remainder, output));
    }

    private void AddUntabled(Step step, int output, CircuitValue x, int axis, int shift, Interval quotient)
    {
        // Two's complement of b bits, moved up to begin at 0; with the remainder at most 2^63 in size, less than p from what is below 2^62.
        int bits = Limbs.WholeBits(Limbs.BitsOf(quotient.Size) + 1);
        if (bits + shift > 64)
            throw Unsupported("has a quotient of too many bits");
        Limbs limbs = AddLimbs(x.Shape, bits) with { Offset = 1L << (bits - 1) };
        Limbs remainder = AddLimbs(x.Shape, shift);
        SetValue(output, ValueRole.Virtual, x.Shape, quotient);
        _steps.Add(new ScaleStep(step.Inputs[0], step.Inputs[1], axis, shift, Table: 0, Quotient: -1, limbs, remainder, output));
    }

    private void AddLimit(Step step, int output)
    {
        if (step.Inputs.Length != 2)
            throw Unsupported("has more or fewer than two inputs");
        (int x, int bound) = IsConstant(step.Inputs[0]) ? (step.Inputs[1], step.Inputs[0]) : (step.Inputs[0], step.Inputs[1]);
        ImmutableArray<long> shape = CoreInput(step, x == step.Inputs[0] ? 0 : 1).Shape;
        ReadOnlySpan<long> boundShape = CoreInput(step, bound == step.Inputs[0] ? 0 : 1).Shape.AsSpan();
        bool isBroadcast = IsConstant(bound) && boundShape.Length <= shape.Length && BroadcastShape(shape, [.. boundShape]).AsSpan().SequenceEqual(shape.AsSpan());
        if (!isBroadcast && !shape.AsSpan().SequenceEqual(boundShape))
            throw Unsupported("limits by something else than a constant that is broadcast to it, or a value of its shape");
        AddExtreme(x, bound, step.Operator == "Max", output);
    }

    /// <summary>The larger or smaller of two values, cell by cell.</summary>
    private void AddExtreme(int left, int right, bool isMax, int output)
    {
        (CircuitValue x, CircuitValue bound) = (_values[left]!, _values[right]!);
        int bits = Limbs.BitsOf((x.Bounds - bound.Bounds).Size);
        if (bits > 61)
            throw Unsupported("limits values that are too far apart");
        Limbs limbs = AddLimbs(x.Shape, Limbs.WholeBits(bits));
        ImmutableArray<CellInterval> axisBounds = x.BoundsAxis < 0 ? default : BoundsOfEach(left, right, x.Shape, x.BoundsAxis, isMax ? CellInterval.Max : CellInterval.Min);
        Interval bounds = axisBounds.IsDefault ? Extreme(x.Bounds, bound.Bounds, isMax) : CellInterval.Around(axisBounds.AsSpan());
        SetValue(output, ValueRole.Virtual, x.Shape, bounds, boundsAxis: x.BoundsAxis, axisBounds: axisBounds);
        _steps.Add(new LimitStep(left, right, isMax, limbs, output));
    }

    /// <summary>The axis, among those that a value is broadcast to, for whose cells it has bounds; -1 for none.</summary>
    private static int BoundsAxisIn(ImmutableArray<long> shape, CircuitValue value) =>
        value.BoundsAxis < 0 || value.Shape[value.BoundsAxis] == 1 ? -1 : value.BoundsAxis + shape.Length - value.Shape.Length;

    /// <summary>The bounds of what is made of two values that are broadcast to some axes, at each cell of one of these.</summary>
    private ImmutableArray<CellInterval> BoundsOfEach(int left, int right, ImmutableArray<long> shape, int axis, Func<CellInterval, CellInterval, CellInterval> made)
    {
        (CellInterval[] ofLeft, CellInterval[] ofRight) = (BoundsAlong(left, shape, axis), BoundsAlong(right, shape, axis));
        var bounds = ImmutableArray.CreateBuilder<CellInterval>(ofLeft.Length);
        for (int cell = 0; cell < ofLeft.Length; cell++)
            bounds.Add(made(ofLeft[cell], ofRight[cell]));
        return bounds.MoveToImmutable();
    }

    /// <summary>The bounds of a value that is broadcast to some axes, at each cell of one of them: closest where it is a constant along that axis alone.</summary>
    private CellInterval[] BoundsAlong(int value, ImmutableArray<long> shape, int axis)
    {
        CircuitValue own = _values[value]!;
        int ownAxis = axis - shape.Length + own.Shape.Length;
        bool isAlong = ownAxis >= 0 && own.Shape[ownAxis] > 1;
        if (isAlong && own.CellCount == own.Shape[ownAxis] && ConstantOf(value) is { } elements)
            return Array.ConvertAll(elements, CellInterval.Of);
        if (isAlong && ownAxis == own.BoundsAxis)
            return [.. own.AxisBounds];
        var bounds = new CellInterval[shape[axis]];
        Array.Fill(bounds, CellInterval.Of(own.Bounds));
        return bounds;
    }

    private static Interval Extreme(Interval left, Interval right, bool isMax) => isMax
        ? new(BigInteger.Max(left.Low, right.Low), BigInteger.Max(left.High, right.High))
        : new(BigInteger.Min(left.Low, right.Low), BigInteger.Min(left.High, right.High));

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

    private int Integer(Step step, string name, int otherwise)
    {
        if (!step.Attributes.TryGetValue(name, out string? text))
            return otherwise;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : throw Unsupported($"has a setting '{name}' that is no number");
    }

    private static Interval Point(BigInteger number) => new(number, number);

    private static Interval Symmetric(BigInteger size) => new(-size, size);

    private static long Product(ImmutableArray<long> shape) => shape.Aggregate(1L, static (product, size) => product * size);
}
