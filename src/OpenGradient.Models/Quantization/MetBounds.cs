using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Execution;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <summary>Finds out where numbers of an integer model's runs meet the bounds that its calibration set.</summary>
/// <remarks>An integer Program never fails on numbers that are too large: they are kept within bounds, and its outputs, and a proof of them, are those of the bounds. Only the Program's own constants are looked at, so a model needs neither its float form nor its samples.</remarks>
public static class MetBounds
{
    /// <summary>Runs the model with everything that a bound makes as an output, and counts.</summary>
    /// <param name="model">A model of the integer profile.</param>
    /// <param name="runs">The inputs of each run, as the integer Program takes them.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The places where a number met its bound, in the order of the Program; empty if none did.</returns>
    public static ImmutableArray<MetBound> Find(IntegerModel model, IEnumerable<IReadOnlyList<Tensor>> runs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(runs);
        Bound[] bounds = [.. BoundsOf(model)];
        if (bounds.Length == 0)
            return [];
        var exposed = model.Program with { Outputs = [.. bounds.Select(static (bound, index) => new ProgramOutput($"bound {index}", bound.Value))] };
        var executable = Executable.Load(exposed, model.Constants);
        var places = new List<string>();
        var counts = new Dictionary<string, (long Met, long Elements)>(StringComparer.Ordinal);
        foreach (IReadOnlyList<Tensor> inputs in runs)
        {
            foreach ((string place, long met, long elements) in CountRun(bounds, executable.Run(inputs, cancellationToken).Outputs))
            {
                if (counts.TryAdd(place, (met, elements)))
                    places.Add(place);
                else
                    counts[place] = (counts[place].Met + met, counts[place].Elements + elements);
            }
        }

        return [.. places.Where(place => counts[place].Met > 0).Select(place => new MetBound(place, counts[place].Met, counts[place].Elements))];
    }

    /// <summary>Of one run: a place with several bounds has as many elements as the largest of them.</summary>
    private static IEnumerable<(string Place, long Met, long Elements)> CountRun(Bound[] bounds, ImmutableArray<Tensor> values) =>
        bounds.Zip(values).GroupBy(static pair => pair.First.Place, StringComparer.Ordinal).Select(static group =>
            (group.Key, group.Sum(static pair => pair.First.CountIn(pair.Second)), group.Max(static pair => pair.Second.ElementCount)));

    private static IEnumerable<Bound> BoundsOf(IntegerModel model)
    {
        Program program = model.Program;
        int first = program.Inputs.Length + program.Constants.Length, output = first;
        var makers = new Dictionary<int, Step>();
        for (int index = 0; index < program.Steps.Length; index++)
        {
            Step step = program.Steps[index];
            for (int i = 0; i < step.OutputCount; i++)
                makers[output + i] = step;
            if (step.Operator == "Clip" && InputOf(program, makers, step) is { } input && StepSettings.Number(step, "low", 0f) == -StepSettings.Number(step, "high", 0f))
                yield return new Bound($"input '{input}'", output, [(long)StepSettings.Number(step, "high", 0f)], [], IsOnBothSides: true);
            else if (BoundOf(program, step) is { } constant && !IsBelowLargest(makers, step.Inputs[0]))
                yield return Of(model, step, index, output, constant);
            output += step.OutputCount;
        }
    }

    private static Bound Of(IntegerModel model, Step step, int index, int output, int constant)
    {
        Constant described = model.Program.Constants[constant];
        long[] numbers = described.Encoding == "i16"
            ? Array.ConvertAll(MemoryMarshal.Cast<byte, short>(model.Constants.Read(constant).Span).ToArray(), static number => (long)number)
            : MemoryMarshal.Cast<byte, long>(model.Constants.Read(constant).Span).ToArray();
        string place = model.Origins.Describe(index, step.Operator);
        return described.Name == BoundNames.Table
            ? new Bound(place, output, [described.Encoding == "i16" ? short.MaxValue : FunctionTable.MostOf(IntegerLowering.FineEntryBits)], [], IsOnBothSides: true)
            : new Bound(place, output, numbers, described.Shape, IsOnBothSides: false);
    }

    /// <summary>The constant that bounds what a step makes; null if there is none.</summary>
    private static int? BoundOf(Program program, Step step)
    {
        foreach (int value in step.Inputs)
        {
            int constant = value - program.Inputs.Length;
            if (constant >= 0 && constant < program.Constants.Length && (step.Operator, program.Constants[constant].Name) is ("Min", BoundNames.High) or ("Max", BoundNames.Low) or ("Max", BoundNames.Least) or ("FixedScale", BoundNames.Table))
                return constant;
        }

        return null;
    }

    /// <summary>Whether a value is the distance to the largest of its row, as a softmax takes it: its bound, and that of its powers, lose nothing.</summary>
    private static bool IsBelowLargest(Dictionary<int, Step> makers, int value) => makers.GetValueOrDefault(value) is { } maker && maker.Operator switch
    {
        "Min" or "Max" or "FixedScale" => IsBelowLargest(makers, maker.Inputs[0]),
        "Sub" => makers.GetValueOrDefault(maker.Inputs[1]) is { Operator: "ReduceMax" },
        _ => false,
    };

    /// <summary>The input of real numbers that is scaled, rounded and cut here; null if it is something else.</summary>
    private static string? InputOf(Program program, Dictionary<int, Step> makers, Step clip) =>
        makers.GetValueOrDefault(clip.Inputs[0]) is { Operator: "Round" } round && makers.GetValueOrDefault(round.Inputs[0]) is { Operator: "Mul" } scaled
            ? InputOf(program, makers, scaled.Inputs[0])
            : null;

    private static string? InputOf(Program program, Dictionary<int, Step> makers, int value) =>
        value < program.Inputs.Length ? program.Inputs[value].Name : makers.GetValueOrDefault(value) is { Operator: "Cast" } cast ? InputOf(program, makers, cast.Inputs[0]) : null;

    /// <summary>A value that is kept within numbers, one or one for each index of an axis.</summary>
    private sealed record Bound(string Place, int Value, long[] Numbers, ImmutableArray<long> Shape, bool IsOnBothSides)
    {
        public long CountIn(Tensor tensor)
        {
            long count = 0, inner = Shape.Length > 1 ? Tensor.CountElements([.. tensor.Shape.Skip(tensor.Shape.Length - Shape.Length + 1)]) : 1; // elements behind the axis
            for (int i = 0; i < tensor.ElementCount; i++)
            {
                long number = ElementOf(tensor, i), bound = Numbers.Length == 1 ? Numbers[0] : Numbers[i / inner % Numbers.Length];
                count += number == bound || (IsOnBothSides && number == -bound) ? 1 : 0;
            }

            return count;
        }

        private static long ElementOf(Tensor tensor, int index) => tensor.Type switch
        {
            ElementType.Int16 => tensor.As<short>()[index],
            ElementType.Int64 => tensor.As<long>()[index],
            ElementType.Float32 => (long)tensor.As<float>()[index],
            _ => long.MinValue,
        };
    }
}
