using System.Collections.Immutable;
using OpenGradient.Models.Compilation;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Windows over volumes: one window over planes for each tap along the first axis.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>A convolution with the attributes of this step, over volumes plane by plane.</summary>
    private DraftValue Convolved(DraftValue x, DraftValue weights, DraftValue? bias)
    {
        ImmutableArray<long> kernel = Shape(1)[2..];
        long[] pads = Padding(kernel);
        Settings Of(Settings settings) => settings.Copy(_step.Attributes.RemoveRange(["auto_pad", "dilations", "pads", "strides"]));
        if (kernel.Length < 3)
            return Emit("Conv", Of(new Settings().Integers("pads", pads).Integers("dilations", Integers(_step, "dilations")).Integers("strides", Integers(_step, "strides"))), x, weights, bias);
        DraftValue? sum = null;
        for (long tap = 0; tap < kernel[0]; tap++)
        {
            DraftValue planes = Planes(x, tap, pads[0], fill: true);
            DraftValue part = Reshape(Cut(weights, 2, tap, tap + 1), [.. Shape(1)[..2], .. kernel[1..]]);
            DraftValue y = Emit("Conv", Of(PlaneSettings(pads)), planes, part, tap == 0 ? bias : null);
            sum = sum is null ? y : Emit("Add", null, sum, y);
        }

        return Volume(sum!);
    }

    /// <summary>A transposed convolution, already read backwards, over volumes plane by plane.</summary>
    private DraftValue TransposedVolume(DraftValue x, DraftValue turned, long[] pads, int group)
    {
        (ImmutableArray<long> kernel, ImmutableArray<long> output) = (Shape(1)[2..], OutputShape);
        long[] sizes = [.. Enumerable.Range(0, 3).Select(axis => output[axis + 2] + Extent(kernel, axis) - 1)];
        DraftValue padded = Emit("Pad", null, x, Longs([0, 0, .. pads[..3], 0, 0, .. pads[3..]]));
        DraftValue? sum = null;
        for (long tap = 0; tap < kernel[0]; tap++)
        {
            DraftValue seen = Cut(padded, 2, tap * Dilation(0), (tap * Dilation(0)) + output[2]);
            DraftValue planes = Reshape(Turn(seen, 0, 2, 1, 3, 4), output[0] * output[2], Shape(0)[1], sizes[1], sizes[2]);
            DraftValue part = Reshape(Cut(turned, 2, tap, tap + 1), output[1], Shape(0)[1] / group, kernel[1], kernel[2]);
            Settings settings = new Settings().Integers("dilations", [Dilation(1), Dilation(2)]);
            DraftValue y = Emit("Conv", group == 1 ? settings : settings.Integer("group", group), planes, part, tap == 0 ? Optional(2) : null);
            sum = sum is null ? y : Emit("Add", null, sum, y);
        }

        return Volume(sum!);
    }

    /// <summary>The largest, or the sum, of a window over volumes.</summary>
    private DraftValue VolumePool()
    {
        ImmutableArray<long> kernel = [.. Integers(_step, "kernel_shape")!];
        long[] pads = Padding(kernel);
        bool isLargest = _step.Operator == "MaxPool";
        DraftValue? all = null;
        for (long tap = 0; tap < kernel[0]; tap++)
        {
            Settings settings = PlaneSettings(pads).Integers("kernel_shape", kernel[1..]);
            DraftValue y = Emit(isLargest ? "MaxPool" : "SumPool", settings, Planes(Input(0), tap, pads[0], fill: !isLargest));
            all = all is null ? y : Emit(isLargest ? "Max" : "Add", null, all, y);
        }

        if (_step.Operator != "AveragePool")
            return Volume(all!);
        float[] counts = Counts(kernel, pads, IsPaddingCounted() ? Given(kernel) : new long[pads.Length]);
        return Emit("Div", null, Volume(all!), Floats(counts, [.. OutputShape[2..]]));
    }

    /// <summary>The planes that a tap sees, as a batch; where it sees padding, zeros, or another plane of the same window.</summary>
    private DraftValue Planes(DraftValue x, long tap, long pad, bool fill)
    {
        ImmutableArray<long> shape = Shape(0);
        long depth = OutputShape[2];
        long[] places = [.. Enumerable.Range(0, (int)depth).Select(place => (place * Stride(0)) - pad + (tap * Dilation(0)))];
        if (fill && Array.Exists(places, place => place < 0 || place >= shape[2]))
        {
            x = Join(2, x, Floats(new float[shape[0] * shape[1] * shape[3] * shape[4]], shape[0], shape[1], 1, shape[3], shape[4]));
            places = Array.ConvertAll(places, place => place < 0 || place >= shape[2] ? shape[2] : place);
        }

        DraftValue seen = Emit("Gather", new Settings().Integer("axis", 2), x, Longs(fill ? places : [.. places.Select((place, index) => InWindow(place, (index * Stride(0)) - pad, shape[2]))]));
        return Reshape(Turn(seen, 0, 2, 1, 3, 4), shape[0] * depth, shape[1], shape[3], shape[4]);
    }

    /// <summary>The place itself, or the first one of the window that is inside.</summary>
    private long InWindow(long place, long start, long size)
    {
        if (place >= 0 && place < size)
            return place;
        for (place = start; place < 0; place += Dilation(0))
        {
        }

        return Math.Min(place, size - 1);
    }

    /// <summary>The attributes of windows over planes.</summary>
    private Settings PlaneSettings(long[] pads) => new Settings()
        .Integers("pads", [pads[1], pads[2], pads[4], pads[5]])
        .Integers("strides", [Stride(1), Stride(2)])
        .Integers("dilations", [Dilation(1), Dilation(2)]);

    /// <summary>From a batch of planes to volumes again.</summary>
    private DraftValue Volume(DraftValue planes)
    {
        ImmutableArray<long> shape = OutputShape;
        return Turn(Reshape(planes, shape[0], shape[2], shape[1], shape[3], shape[4]), 0, 2, 1, 3, 4);
    }
}
