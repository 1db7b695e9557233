using System.Collections.Immutable;
using OpenGradient.Models.Compilation;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Images that are read at places which a run computes.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>A layer, if the grid is known; otherwise each of the cells around a place, read by its index, times its share.</summary>
    private DraftValue Sampled()
    {
        if (OfUnits() is { } known)
            return known;
        ImmutableArray<long> shape = Shape(0);
        (string mode, string padding) = (Name(_step, "mode", "linear"), Name(_step, "padding_mode", "zeros"));
        if (shape.Length != 4 || mode is not ("linear" or "nearest") || padding is not ("zeros" or "border"))
            throw Error($"its grid is computed, and it reads {(shape.Length == 4 ? "an image" : "a volume")} in mode {mode} with {padding} around it", "make the grid a constant (--constant NAME does it for an input), or sample images bilinearly or by the nearest cell, with zeros or the border around them");
        long count = OutputShape[2] * OutputShape[3];
        DraftValue[] batches = [.. Enumerable.Range(0, (int)shape[0]).Select(batch =>
        {
            DraftValue grid = Cut(Input(1), 0, batch, batch + 1);
            Tap[] rows = Taps(Reshape(Cut(grid, 3, 1, 2), count), shape[2], mode, padding), columns = Taps(Reshape(Cut(grid, 3, 0, 1), count), shape[3], mode, padding);
            DraftValue image = Reshape(Cut(Input(0), 0, batch, batch + 1), shape[1], shape[2] * shape[3]);
            return rows.SelectMany(_ => columns, (row, column) => Read(image, row, column, shape[3])).Aggregate((sum, next) => Emit("Add", null, sum, next));
        })];
        return Reshape(Join(0, [.. batches.Select(batch => Reshape(batch, 1, shape[1], count))]), OutputShape.AsSpan());
    }

    /// <summary>The cells of an axis that places of a grid, from -1 to 1, lie between, and the share of each.</summary>
    private Tap[] Taps(DraftValue grid, long size, string mode, string padding)
    {
        float reach = (Integer(_step, "align_corners", 0) == 1 ? size - 1 : size) / 2f;
        DraftValue place = Emit("Add", null, Emit("Mul", null, grid, Scalar(reach)), Scalar((size - 1) / 2f));
        (float low, float high) = padding == "border" ? (0f, size - 1) : (-1f, size); // one cell beyond the image there is nothing left of it
        place = Emit("Max", null, Emit("Min", null, place, Scalar(high)), Scalar(low));
        if (mode == "nearest")
            return [Inside(Emit("Round", null, place), null, size)];
        DraftValue below = Emit("Floor", null, place);
        DraftValue share = Emit("Sub", null, place, below);
        return [Inside(below, Emit("Sub", null, Scalar(1f), share), size), Inside(Emit("Add", null, below, Scalar(1f)), share, size)];
    }

    /// <summary>A cell that is none counts as one inside, with no share.</summary>
    private Tap Inside(DraftValue cell, DraftValue? share, long size)
    {
        DraftValue kept = Emit("Max", null, Emit("Min", null, cell, Scalar(size - 1)), Scalar(0f));
        DraftValue isInside = Emit("Equal", null, kept, cell);
        return new Tap(Emit("Cast", new Settings().Name("to", "i64"), kept), Emit("Where", null, isInside, share ?? Scalar(1f), Scalar(0f)));
    }

    private DraftValue Read(DraftValue image, Tap row, Tap column, long width)
    {
        DraftValue index = Emit("Add", null, Emit("Mul", null, row.Index, Longs([width], [])), column.Index);
        return Emit("Mul", null, Emit("Gather", new Settings().Integer("axis", 1), image, index), Emit("Mul", null, row.Share, column.Share));
    }

    private readonly record struct Tap(DraftValue Index, DraftValue Share);
}
