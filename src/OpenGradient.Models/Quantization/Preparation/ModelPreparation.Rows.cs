using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Execution;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Operators;
using OpenGradient.Programs;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Normalisations, reductions and products along axes.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>The reduction of another value over the axes of this step.</summary>
    private DraftValue Reduced(string name, DraftValue x) => Emit(name, new Settings().Copy(_step.Attributes), x, Optional(1));

    /// <summary>An empty list of axes means none, or all.</summary>
    private DraftValue ReducedByNothing()
    {
        if (Integer(_step, "noop_with_empty_axes", 0) == 0)
            _step = _step with { Inputs = [_step.Inputs[0]] };
        else if (_step.Operator is "ReduceL2" or "ReduceSumSquare")
            return _step.Operator == "ReduceL2" ? Emit("Abs", null, Input(0)) : Emit("Mul", null, Input(0), Input(0));
        else
            return Input(0);
        return One() ?? Reduced(_step.Operator, Input(0));
    }

    /// <summary>The factors, one after another.</summary>
    private DraftValue Product()
    {
        ImmutableArray<long> shape = Shape(0);
        long[] axes = TryIntegers(1) ?? [.. Enumerable.Range(Integer(_step, "first_axis", 0), shape.Length - Integer(_step, "first_axis", 0)).Select(static axis => (long)axis)];
        DraftValue y = Input(0);
        foreach (long axis in axes.Select(axis => axis < 0 ? axis + shape.Length : axis))
        {
            if (shape[(int)axis] > MostFactors)
                throw Error($"it is a product of {shape[(int)axis]} factors", $"take at most {MostFactors}, or add logarithms");
            DraftValue all = y;
            y = Cut(all, axis, 0, 1);
            for (long factor = 1; factor < shape[(int)axis]; factor++)
                y = Emit("Mul", null, y, Cut(all, axis, factor, factor + 1));
        }

        return Reshape(y, OutputShape.AsSpan());
    }

    /// <summary>A product with a matrix that is known before any run is a layer.</summary>
    private DraftValue? MatMul() => IsReal(0) && Input(1).Constant is { Encoding: "f32", Shape.Length: 2 } weights
        ? Emit("Linear", null, Input(0), DraftValue.Of(ConstantTranspose.Of(weights)))
        : null;

    /// <summary>Whether it gives one output, and its factors and offsets are known.</summary>
    private bool IsRowNorm() => _step.OutputCount == 1 && Input(1).Constant is not null && Optional(2) is null or { Constant: not null } && IsOfRow(1) && (Optional(2) is null || IsOfRow(2));

    /// <summary>Whether an input is one number, or has the shape of a row.</summary>
    private bool IsOfRow(int input)
    {
        ImmutableArray<long> shape = Shape(0);
        ReadOnlySpan<long> row = shape.AsSpan()[AxisOf("axis", -1, shape.Length)..];
        return Count(Shape(input).AsSpan()) == 1 || Shape(input).AsSpan().SequenceEqual(row);
    }

    /// <summary>A normalisation over the last axis alone; null if it is that.</summary>
    private DraftValue? RowNorm()
    {
        ImmutableArray<long> shape = Shape(0);
        int axis = AxisOf("axis", -1, shape.Length);
        long count = Count(shape.AsSpan()[axis..]);
        if (_step.OutputCount != 1 || !_step.Attributes.ContainsKey("axis") || (axis == shape.Length - 1 && Shape(1).AsSpan().SequenceEqual([count])))
            return null;
        DraftValue rows = Reshape(Input(0), [.. shape[..axis], count]);
        rows.Facts = ValueFacts.Of(ElementType.Float32, [.. shape[..axis].Select(static size => (long?)size), count]);
        Settings settings = new Settings().Copy(_step.Attributes.Remove("axis"));
        if (_step.Operator == "RmsNorm")
            settings.Integer("axis", -1);
        DraftValue y = Emit(_step.Operator, settings, rows, ForRow(1, shape, axis), Optional(2) is null ? null : ForRow(2, shape, axis));
        return Reshape(y, shape.AsSpan());
    }

    /// <summary>A constant, broadcast to a row.</summary>
    private DraftValue ForRow(int input, ImmutableArray<long> shape, int axis)
    {
        float[] elements = KnownFloats(input);
        ReadOnlySpan<long> row = shape.AsSpan()[axis..];
        int count = (int)Count(row);
        return Floats(elements.Length == count ? elements : [.. Enumerable.Repeat(elements[0], count)], count);
    }

    /// <summary>Each plane is a row, with a factor and an offset of its channel.</summary>
    private DraftValue InstanceNorm()
    {
        ImmutableArray<long> shape = Shape(0);
        int count = (int)Count(shape.AsSpan()[2..]);
        DraftValue rows = Reshape(Input(0), shape[0], shape[1], count);
        DraftValue ones = Floats([.. Enumerable.Repeat(1f, count)], count);
        DraftValue y = Emit("LayerNorm", new Settings().Copy(_step.Attributes), rows, ones);
        y = Emit("Mul", null, y, Reshape(Input(1), shape[1], 1));
        return Reshape(Emit("Add", null, y, Reshape(Input(2), shape[1], 1)), shape.AsSpan());
    }

    /// <summary>Axis after axis a layer, with what the operator makes of each unit vector for weights.</summary>
    private DraftValue Resize()
    {
        if (Name(_step, "coordinates", "half_pixel") == "tf_crop_and_resize" || _step.Attributes.ContainsKey("keep_aspect_ratio_policy"))
            return OfUnits() ?? throw Error("it cuts out a region, or keeps the aspect ratio", "cut with Slice first, and give the sizes");
        DraftValue y = Input(0);
        for (int axis = 0; axis < OutputShape.Length; axis++)
        {
            if (Shape(0)[axis] != OutputShape[axis] || ScaleOf(axis) is not (null or 1f) || IsMoved(axis))
                y = ResizedAlong(y, axis);
        }

        return y;
    }

    /// <summary>Whether the axis is listed, and elements of one that keeps its size move by half of one all the same.</summary>
    private bool IsMoved(int axis) => Name(_step, "coordinates", "half_pixel") == "tf_half_pixel_for_nn" && (Integers(_step, "axes") is not { } listed || listed.Contains(axis));

    /// <summary>By what an axis is stretched; null where sizes are given. Scales that only a run knows are refused: the sizes, which are cut to whole numbers, do not tell them.</summary>
    private float? ScaleOf(int axis)
    {
        if (Optional(2) is not { } scales || scales.Constant is { ElementCount: 0 })
            return null;
        float[] known = KnownFloats(2);
        int listed = Array.IndexOf(Integers(_step, "axes") ?? [.. Enumerable.Range(0, OutputShape.Length).Select(static place => (long)place)], axis);
        return listed < 0 ? 1f : known[listed];
    }

    private DraftValue ResizedAlong(DraftValue y, int axis)
    {
        (int from, int to) = ((int)Shape(0)[axis], (int)OutputShape[axis]);
        float[] weights = ResizedUnits(axis, from, to);
        bool isChoice = Name(_step, "mode", "nearest") == "nearest";
        return isChoice
            ? Emit("Gather", new Settings().Integer("axis", axis), y, Longs([.. Enumerable.Range(0, to).Select(place => (long)weights.AsSpan(place * from, from).IndexOf(1f))]))
            : Along(axis, OutputShape.Length, y, Floats(weights, to, from));
    }

    /// <summary>[to, from]: the operator on one row for each element, which holds 1 there.</summary>
    private float[] ResizedUnits(int axis, int from, int to)
    {
        float[] units = new float[from * from];
        for (int i = 0; i < from; i++)
            units[i * (from + 1)] = 1f;
        ImmutableArray<Constant> constants;
        IConstantSource source;
        DraftConstant rows = new("units", "f32", [from, from], MemoryMarshal.AsBytes(units.AsSpan()).ToArray());
        float? scale = ScaleOf(axis);
        DraftConstant size = scale is { } known ? DraftConstant.Floats("scales", known) : DraftConstant.Integers("sizes", to);
        source = new DraftConstantSource([rows, size]);
        constants = [new("units", "f32", rows.Shape, default), new("size", size.Encoding, size.Shape, default)];
        var step = new Step("Resize", scale is not null ? [0, Step.Absent, 1] : [0, Step.Absent, Step.Absent, 1], 1, _step.Attributes.SetItem("axes", "1"), IsTraced: false);
        Tensor made = Executable.Load(new Program([], constants, [step], [new ProgramOutput("y", 2)]), source).Run([], CancellationToken.None).Outputs[0];
        return MemoryMarshal.Cast<byte, float>(ConstantTranspose.Of(new DraftConstant("made", "f32", [from, to], made.Bytes)).Bytes.Span).ToArray();
    }

    /// <summary>A layer along an axis.</summary>
    private DraftValue Along(int axis, int rank, DraftValue x, DraftValue weights)
    {
        if (axis == rank - 1)
            return Emit("Linear", null, x, weights);
        long[] order = [.. Enumerable.Range(0, rank).Select(static place => (long)place)];
        (order[axis], order[^1]) = (order[^1], order[axis]);
        return Turn(Emit("Linear", null, Turn(x, order), weights), order);
    }

    private const long MostFactors = 64; // each is a step; a product of more numbers of 16 bits has none of them left
}
