using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using OpenGradient.Programs;

namespace OpenGradient.Models.Compilation;

/// <summary>The shapes that values will have, as far as simple rules tell; only costs are estimated from them, never meaning.</summary>
/// <remarks>
/// A named size counts as 1 where it is the first dimension of an input (a batch), otherwise as 64. Nothing has judged the steps yet, and the
/// numbers in a file are anybody's: every size and attribute counts as at most 2^31, so that sums and products of two fit, and a step that
/// does not hold together has no estimate.
/// </remarks>
internal sealed class ShapeEstimate
{
    private readonly Program _program;
    private readonly IConstantSource _constants;
    private readonly long[]?[] _shapes;

    private ShapeEstimate(Program program, IConstantSource constants)
    {
        _program = program;
        _constants = constants;
        _shapes = new long[program.ValueCount][];
    }

    /// <summary>For each value its estimated shape; null where no rule tells.</summary>
    public static long[]?[] Of(Program program, IConstantSource constants)
    {
        var estimate = new ShapeEstimate(program, constants);
        for (int index = 0; index < program.Inputs.Length; index++)
            estimate._shapes[index] = [.. program.Inputs[index].Shape.Select(Size)];
        for (int index = 0; index < program.Constants.Length; index++)
            estimate._shapes[program.Inputs.Length + index] = [.. program.Constants[index].Shape.Select(Bounded)];
        int next = program.Inputs.Length + program.Constants.Length;
        foreach (Step step in program.Steps)
        {
            next += Numbering.BodyValueCount(step);
            estimate._shapes[next] = estimate.OutputOf(step);
            next += step.OutputCount;
        }

        return estimate._shapes;
    }

    private static long Size(string dimension, int axis) =>
        long.TryParse(dimension, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? Bounded(size) : axis == 0 ? 1 : 64;

    private static long Bounded(long number) => Math.Clamp(number, -CostLimit, CostLimit);

    private long[]? OutputOf(Step step)
    {
        if (step.Inputs.IsEmpty || Input(step, 0) is not { } x)
            return null;
        switch (step.Operator)
        {
            case "Linear" or "FixedLinear":
                return x.Length > 0 && Input(step, 1) is { Length: 2 } weights ? [.. x[..^1], weights[0]] : null;
            case "MatMul" or "MatMulInteger" or "FixedMatMul":
                return Input(step, 1) is { Length: >= 2 } right && x.Length >= 2 ? [.. Broadcast(x[..^2], right[..^2]) ?? [], x[^2], right[^1]] : null;
            case "Attention":
                return Input(step, 2) is { Length: > 0 } values && x.Length == values.Length ? [.. x[..^1], x.Length == 4 ? values[^1] : x[^1]] : null;
            case "Conv" or "ConvInteger" or "FixedConv":
                return Input(step, 1) is { Length: > 2 } filters && x.Length == filters.Length ? Windows(step, x, filters[2..], filters[0]) : null;
            case "MaxPool" or "AveragePool":
                return Integers(step, "kernel_shape") is { } kernel && x.Length > 2 ? Windows(step, x, kernel, x[1]) : null;
            case "Flatten":
                long axis = (Integers(step, "axis") ?? [1])[0];
                return axis >= 0 && axis <= x.Length ? [Product(x.AsSpan(0, (int)axis)), Product(x.AsSpan((int)axis))] : null;
            case "Transpose":
                return Integers(step, "perm") is { } permutation && permutation.Length == x.Length ? Permuted(x, permutation) : [.. x.Reverse()];
            case "Reshape":
                return Reshaped(x, ConstantIntegers(step, 1));
            case "Gather":
                return step.Attributes.GetValueOrDefault("axis", "0") == "0" && Input(step, 1) is { } indices && x.Length > 0 ? [.. indices, .. x[1..]] : null;
            case "ReduceMean" or "ReduceSum" or "ReduceMax" or "ReduceMin":
                return Reduced(step, x);
            default:
                return Elementwise(step, x);
        }
    }

    /// <summary>Operators with several inputs broadcast, or take weights that do not widen the first; what else there is has no rule.</summary>
    private long[]? Elementwise(Step step, long[] x)
    {
        if (!SameShape.Contains(step.Operator))
            return null;
        if (!Broadcasting.Contains(step.Operator))
            return x;
        long[]? shape = x;
        for (int index = 1; index < step.Inputs.Length && shape is not null; index++)
            shape = Input(step, index) is { } other ? Broadcast(shape, other) : null;
        return shape;
    }

    /// <summary>Null where the axes are not a permutation: an estimate is made before anything has judged the step.</summary>
    private static long[]? Permuted(long[] x, long[] permutation) =>
        permutation.All(from => from >= 0 && from < x.Length) ? [.. permutation.Select(from => x[from])] : null;

    private static long[]? Windows(Step step, long[] x, long[] kernel, long channels)
    {
        int axes = x.Length - 2;
        long[] strides = Integers(step, "strides") ?? [.. Enumerable.Repeat(1L, axes)];
        long[] dilations = Integers(step, "dilations") ?? [.. Enumerable.Repeat(1L, axes)];
        long[] pads = Integers(step, "pads") ?? new long[2 * axes];
        if (kernel.Length != axes || strides.Length != axes || dilations.Length != axes || pads.Length != 2 * axes || strides.Any(static stride => stride < 1))
            return null;
        bool isPadded = step.Attributes.GetValueOrDefault("auto_pad", "explicit") != "explicit";
        long[] shape = [x[0], channels, .. x[2..]];
        for (int axis = 0; axis < axes; axis++)
        {
            long room = isPadded ? x[axis + 2] - 1 : x[axis + 2] + pads[axis] + pads[axis + axes] - (((kernel[axis] - 1) * dilations[axis]) + 1);
            shape[axis + 2] = room < 0 ? 0 : Bounded((room / strides[axis]) + 1);
        }

        return shape;
    }

    private static long[]? Reshaped(long[] x, long[]? wanted)
    {
        if (wanted is null)
            return null;
        for (int axis = 0; axis < wanted.Length; axis++)
        {
            if (wanted[axis] == 0 && axis < x.Length)
                wanted[axis] = x[axis];
        }

        long known = wanted.Where(static size => size > 0).Aggregate(1L, static (product, size) => Math.Min(product * size, CostLimit));
        return Array.ConvertAll(wanted, size => size == -1 ? Product(x) / Math.Max(1, known) : Math.Max(0, size));
    }

    private long[]? Reduced(Step step, long[] x)
    {
        bool keeps = step.Attributes.GetValueOrDefault("keepdims", "1") == "1";
        if (step.Inputs.Length < 2 || ConstantIntegers(step, 1) is not { } axes)
            return null;
        var reduced = axes.Select(axis => axis < 0 ? axis + x.Length : axis).ToImmutableSortedSet();
        return keeps
            ? [.. x.Select((size, axis) => reduced.Contains(axis) ? 1 : size)]
            : [.. x.Where((_, axis) => !reduced.Contains(axis))];
    }

    private long[]? Input(Step step, int index) =>
        index < step.Inputs.Length && step.Inputs[index] != Step.Absent ? _shapes[step.Inputs[index]] : null;

    private long[]? ConstantIntegers(Step step, int index)
    {
        if (index >= step.Inputs.Length)
            return null;
        int constant = step.Inputs[index] - _program.Inputs.Length;
        return constant >= 0 && constant < _program.Constants.Length && _program.Constants[constant] is { Encoding: "i64", Shape.Length: <= 1 }
            ? Array.ConvertAll(MemoryMarshal.Cast<byte, long>(_constants.Read(constant).Span).ToArray(), Bounded)
            : null;
    }

    private static long[]? Integers(Step step, string name) => step.Attributes.TryGetValue(name, out string? text) && text.Length > 0
        ? Array.ConvertAll(text.Split(','), static part => Bounded(long.Parse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)))
        : null;

    private static long[]? Broadcast(long[] x, long[] y)
    {
        int rank = Math.Max(x.Length, y.Length);
        long[] shape = new long[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int fromEnd = rank - axis;
            long left = fromEnd <= x.Length ? x[^fromEnd] : 1;
            long right = fromEnd <= y.Length ? y[^fromEnd] : 1;
            shape[axis] = left == 1 ? right : left;
        }

        return shape;
    }

    /// <summary>The product of sizes, cut off where cost no longer matters.</summary>
    public static long Product(ReadOnlySpan<long> shape)
    {
        long product = 1;
        foreach (long size in shape)
            product = Math.Min(product * Math.Clamp(size, 0, CostLimit), CostLimit);
        return product;
    }

    private const long CostLimit = 1L << 31;

    private static readonly SortedSet<string> Broadcasting = new(StringComparer.Ordinal) { "Add", "Div", "FixedDiv", "Max", "Min", "Mod", "Mul", "Pow", "Sub" };

    private static readonly SortedSet<string> SameShape = new(StringComparer.Ordinal)
    {
        "Abs", "Add", "BatchNorm", "Cast", "Ceil", "Clip", "Cos", "CumSum", "DequantizeLinear", "Div", "Elu", "Erf", "Exp", "FixedDiv", "FixedScale", "FixedSqrt", "Floor", "Gelu", "InstanceNorm", "LayerNorm", "LeakyRelu",
        "Log", "LogSoftmax", "Max", "Min", "Mod", "Mul", "Neg", "Pow", "QuantizeLinear", "Reciprocal", "Relu", "Requantize", "RmsNorm", "Round", "Sigmoid", "Sign", "Silu", "Sin", "Softmax",
        "Softplus", "Sqrt", "Sub", "Tanh",
    };
}
