namespace OpenGradient.Models.Templates;

/// <summary>What <c>range(…)</c> makes: integers at equal distances.</summary>
internal sealed class TemplateRange(long start, long stop, long step) : TemplateObject
{
    /// <summary>The most elements.</summary>
    public const int Limit = 100_000;

    private readonly int _count = CountOf(start, stop, step);

    /// <inheritdoc/>
    public override string Kind => "a range";

    /// <inheritdoc/>
    public override string Printed => step == 1 ? $"range({start}, {stop})" : $"range({start}, {stop}, {step})";

    /// <inheritdoc/>
    public override int? Count => _count;

    /// <inheritdoc/>
    public override IEnumerable<object> Items => Enumerable.Range(0, _count).Select(At);

    /// <summary>An element by its place.</summary>
    public object At(int index) => start + (index * step);

    /// <summary>The elements at places with equal distances.</summary>
    public TemplateRange Slice(int first, int end, long stride)
    {
        Int128 Bound(Int128 place) => start + (place * step);
        Int128 distance = (Int128)step * stride;
        return distance >= long.MinValue && distance <= long.MaxValue
            ? new((long)Bound(first), (long)Bound(end), (long)distance)
            : throw TemplateError.Runtime("A number does not fit 64 bits.");
    }

    /// <summary>Where a number stands; below 0 if it does not.</summary>
    public int IndexOf(object value)
    {
        if (!TemplateNumbers.TryWhole(value, out System.Numerics.BigInteger number) || _count == 0)
            return -1;
        System.Numerics.BigInteger place = System.Numerics.BigInteger.DivRem(number - start, step, out System.Numerics.BigInteger rest);
        return rest.IsZero && place >= 0 && place < _count ? (int)place : -1;
    }

    /// <inheritdoc/>
    public override object? Find(string name) => name switch
    {
        "start" => start,
        "stop" => stop,
        "step" => step,
        "count" => new TemplateFunction(name, call => IndexOf(call.Bind(1, "/value")[0]!) >= 0 ? 1L : 0L),
        "index" => new TemplateFunction(name, call => IndexOf(call.Bind(1, "/value")[0]!) is var place and >= 0 ? (long)place : throw TemplateError.Runtime("The range does not have this element.")),
        _ => null,
    };

    private static int CountOf(long start, long stop, long step)
    {
        if (step == 0)
            throw TemplateError.Runtime("'range' cannot have the step 0.");
        Int128 count = step > 0 ? ((Int128)stop - start + step - 1) / step : ((Int128)start - stop - step - 1) / -(Int128)step;
        return count <= Limit ? (int)Int128.Max(0, count) : throw TemplateError.TooLarge($"'range' gives more than {Limit} numbers.");
    }
}
