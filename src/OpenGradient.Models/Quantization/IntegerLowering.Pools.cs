using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization;

/// <content>Averages.</content>
internal sealed partial class IntegerLowering
{
    /// <summary>A convolution of each channel with ones; a window that reaches into the padding is divided by the taps inside.</summary>
    private FixedValue AveragePool(Step step, int output)
    {
        long[] kernel = Integers(step, "kernel_shape") ?? throw Error("kernel_shape is missing", "give it");
        long taps = kernel.Aggregate(1L, static (product, size) => product * size);
        FixedValue sums = SumPool(step, Narrow(step.Inputs[0]), output);
        if (Integers(step, "pads") is null || Integer(step, "count_include_pad", 0) == 1)
            return sums with { Scales = [sums.Scale / taps] };
        Interval reach = new(sums.Interval.Low / taps, sums.Interval.High / taps); // of one element
        DraftValue counts = Counts(step, kernel, RangeOf(step.Inputs[0]).Shape, RangeOf(output).Shape);
        DraftValue y = Emit("FixedDiv", new Settings().Integer("shift", AverageBits), sums.Value, counts);
        return FixedValue.Uniform(y, false, sums.Scale * Math.ScaleB(1, -AverageBits), new Interval(reach.Low << AverageBits, reach.High << AverageBits));
    }

    /// <summary>What has 16 bits, as a convolution; other numbers, such as powers, tap by tap, so that none of their bits are lost.</summary>
    private FixedValue SumPool(Step step, int output) =>
        HasNamedSizes || Uniform(Fixed(step.Inputs[0])).Interval.Magnitude <= NarrowLimit ? SumPool(step, Narrow(step.Inputs[0]), output) : SumOfTaps(step, output);

    /// <summary>Along one axis after another, what each tap sees, added up.</summary>
    private FixedValue SumOfTaps(Step step, int output)
    {
        FixedValue x = Coarse(Uniform(Fixed(step.Inputs[0])));
        long[] kernel = Integers(step, "kernel_shape")!;
        long[] pads = Integers(step, "pads") ?? new long[2 * kernel.Length];
        DraftValue y = x.Value;
        if (Array.Exists(pads, static pad => pad > 0))
            y = Emit("Pad", null, y, Constant("pads", [0, 0, .. pads[..kernel.Length], 0, 0, .. pads[kernel.Length..]], [4 + pads.Length]));
        for (int axis = 0; axis < kernel.Length; axis++)
        {
            (long stride, long dilation) = (Integers(step, "strides")?[axis] ?? 1, Integers(step, "dilations")?[axis] ?? 1);
            long reach = ((RangeOf(output).Shape[axis + 2] - 1) * stride) + 1;
            DraftValue whole = y;
            int along = axis + 2;
            DraftValue Tap(long tap) => Emit("Slice", null, whole, Constant("start", [tap * dilation], [1]), Constant("end", [(tap * dilation) + reach], [1]), Constant("axis", [along], [1]), Constant("step", [stride], [1]));
            y = Tap(0);
            for (long tap = 1; tap < kernel[axis]; tap++)
                y = Emit("Add", null, y, Tap(tap));
        }

        long taps = kernel.Aggregate(1L, static (product, size) => product * size);
        return Safe(FixedValue.Uniform(y, false, x.Scale, new Interval(BigInteger.Min(0, x.Interval.Low * taps), BigInteger.Max(0, x.Interval.High * taps))));
    }

    /// <summary>A convolution of each channel with ones.</summary>
    private FixedValue SumPool(Step step, FixedValue x, int output)
    {
        if (step.Attributes.ContainsKey("auto_pad") || step.Attributes.ContainsKey("ceil_mode"))
            throw Error("its windows have automatic padding, or are rounded up, for sizes that a run chooses", FixedSizes);
        long[] kernel = Integers(step, "kernel_shape") ?? throw Error("kernel_shape is missing", "give it");
        long channels = RangeOf(output).Shape[1];
        long taps = kernel.Aggregate(1L, static (product, size) => product * size);
        byte[] ones = new byte[channels * taps];
        Array.Fill(ones, (byte)1);
        Settings settings = new Settings().Copy(step.Attributes.Remove("kernel_shape").Remove("count_include_pad")).Integer("group", channels);
        DraftValue sums = Emit("FixedConv", settings, x.Value, DraftValue.Of(new DraftConstant("ones", "i8", [channels, 1, .. kernel], ones)));
        return FixedValue.Uniform(sums, false, x.Scale, new Interval(x.Interval.Low * taps, x.Interval.High * taps));
    }

    /// <summary>How many taps of each window lie inside.</summary>
    private DraftValue Counts(Step step, long[] kernel, ImmutableArray<long> input, ImmutableArray<long> output)
    {
        RequireFixedSizes("an average over padding");
        long[] counts = [1];
        for (int axis = 0; axis < kernel.Length; axis++)
        {
            long stride = Integers(step, "strides")?[axis] ?? 1;
            long dilation = Integers(step, "dilations")?[axis] ?? 1;
            long pad = Integers(step, "pads")![axis];
            long[] inside = [.. Enumerable.Range(0, (int)output[axis + 2]).Select(place => (long)Enumerable.Range(0, (int)kernel[axis]).Count(tap => (place * stride) - pad + (tap * dilation) is var at && at >= 0 && at < input[axis + 2]))];
            counts = [.. counts.SelectMany(_ => inside, static (outer, inner) => outer * inner)];
        }

        return Constant("counts", counts, [.. output.Skip(2)]);
    }

    /// <summary>What depends on a size must know it.</summary>
    private void RequireFixedSizes(string what)
    {
        if (HasNamedSizes)
            throw Error($"{what} needs sizes that no run chooses", FixedSizes);
    }

    /// <summary>Whether a run chooses any size.</summary>
    private bool HasChosenSizes => _program.Inputs.Any(static input => input.Shape.Any(static size => !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out _)));

    /// <summary>Whether a run chooses sizes other than that of the batch.</summary>
    private bool HasNamedSizes => _program.Inputs.Any(static input => input.Shape.Skip(1).Any(static size => !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out _)));

    private const int AverageBits = 8; // behind the point of a mean of 16-bit numbers: its rounding is 2^-9 of a step, and 24 bits in all are CalibratedBits
}
