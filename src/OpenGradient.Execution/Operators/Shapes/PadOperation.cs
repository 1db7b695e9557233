using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>Elements added around: <c>mode</c> constant, reflect, edge or wrap. Inputs: x, pads (begins, then ends), value?, axes?. Negative pads cut.</summary>
internal sealed class PadOperation(string mode) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Pad", 2, 4, 1, static binding => new PadOperation(
        binding.Attributes.Name("mode", "constant") is "constant" or "reflect" or "edge" or "wrap"
            ? binding.Attributes.Name("mode", "constant")
            : throw binding.Error("mode must be constant, reflect, edge or wrap")));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        long[] pads = run.Integers(1);
        long[] listed = run.Has(3) ? run.Integers(3) : [.. Enumerable.Range(0, x.Rank).Select(static axis => (long)axis)];
        if (pads.Length != 2 * listed.Length)
            throw run.Error($"{pads.Length} pads are not two for each of {listed.Length} axes");
        int[] begins = new int[x.Rank];
        int[] shape = [.. x.Shape];
        for (int i = 0; i < listed.Length; i++)
        {
            int axis = run.Axis(listed[i], x.Rank);
            begins[axis] = checked((int)pads[i]);
            shape[axis] = run.Dimension(checked(shape[axis] + pads[i] + pads[listed.Length + i]));
        }

        Value y = run.Output(0, x.Type, shape);
        // Beside a dimension of 0, another may be as large as it likes: nothing is laid out for it.
        if (y.ElementCount == 0)
            return;
        int[][] maps = [.. shape.Select((count, axis) => Map(run, count, begins[axis], x.Shape[axis]))];
        ReadOnlySpan<byte> fill = run.Has(2) ? run.Input(2, x.Type).Bytes : default;
        AxisMaps.Run(x, maps, fill, y);
    }

    private int[] Map(StepRun run, int count, int begin, int size)
    {
        int[] map = new int[count];
        for (int i = 0; i < count; i++)
        {
            long source = (long)i - begin;
            if (source < 0 || source >= size)
                source = size == 0 && mode != "constant" ? throw run.Error("an empty axis cannot be padded from itself") : Outside(source, size);
            map[i] = (int)source;
        }

        return map;
    }

    private long Outside(long source, int size) => mode switch
    {
        "edge" => source < 0 ? 0 : size - 1,
        "wrap" => ((source % size) + size) % size,
        "reflect" => Reflect(source, size),
        _ => -1,
    };

    /// <summary>Back and forth between the ends, which are not repeated.</summary>
    private static long Reflect(long source, int size)
    {
        if (size == 1)
            return 0;
        long period = 2L * (size - 1);
        long place = ((source % period) + period) % period;
        return place < size ? place : period - place;
    }
}
