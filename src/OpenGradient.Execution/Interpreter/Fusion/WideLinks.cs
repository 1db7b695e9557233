using System.Collections.Immutable;
using OpenGradient.Execution.Operators;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter.Fusion;

/// <summary>The links of a chain of arithmetic on 64-bit integers that <see cref="FixedFusion"/> has found so far.</summary>
/// <remarks>
/// It begins with integers, or with other numbers that become such, and may end with others again. Bounds are a <c>Min</c> and a <c>Max</c> with one number each;
/// after them most changes of scale are safe, and become one link with them. What is done to an operand with numbers alone is done where the chain takes it.
/// </remarks>
internal sealed class WideLinks(StepJoiner steps, ConstantTable constants)
{
    private readonly List<FixedChainLink> _links = [];
    private readonly List<int> _inputs = [];
    private readonly List<int> _places = [];
    private readonly FixedEntryLinks _entry = new(constants);
    private readonly FixedEndLinks _end = new(constants);
    private int _wholeCount; // the chain can end after so many places
    private long? _high; // the last link bounds from above by one number
    private (long High, long Low)? _bounds; // the last link bounds
    private bool _isWide; // it is shown that the numbers are i64: the operators would take others, too

    /// <summary>The places of the steps, in an order in which the last one makes the output; none if there is nothing to join.</summary>
    public IReadOnlyList<int> Places => _isWide && _wholeCount > 1 && !IsOperand() ? _places[.._wholeCount] : [];

    /// <summary>What the chain reads.</summary>
    public ImmutableArray<int> Inputs => [.. _inputs];

    /// <summary>Takes the next step; false if it does not belong.</summary>
    public bool TryTake(int place)
    {
        if (steps.Single(place) is not { } step)
            return false;
        if (_inputs.Count == 0)
            _inputs.Add(step.Step.Inputs.FirstOrDefault(Step.Absent));
        if (!TryTake(step))
            return false;
        _places.Add(place);
        _wholeCount = _entry.IsWhole && _end.IsWhole ? _places.Count : _wholeCount;
        return true;
    }

    /// <summary>What the links come to.</summary>
    public IOperation Operation()
    {
        FixedChainEnd? end = _end.End(scale => _bounds is { } bounds ? Bounded(bounds, scale) : null, out bool isBounded);
        return new FixedChainOperation(_entry.Entry, isBounded ? [.. _links[..^1]] : [.. _links], end);
    }

    private bool TryTake(BoundStep step)
    {
        if (_links.Count == 0 && _end.IsEmpty && _entry.TryTake(step))
        {
            _isWide |= _entry.IsWide;
            return true;
        }

        if (!_entry.IsWhole)
            return false;
        if (_end.TryTake(step))
            return true;
        return _end.IsEmpty && (step.Operation is FixedScaleOperation { Constants: { } scale } ? TryScale(scale) : Take(step));
    }

    private bool Take(BoundStep step)
    {
        if (step.Step.Inputs is not [int x, int y] || x == y || y == Step.Absent)
            return false;
        if (Number(y) is not { } number)
            return Link(step) is { } link && Take(link, y);
        if (NumberLink(step, number) is not { } alone)
            return Link(step) is { } other && Take(other, y);
        Take(step.Step.Operator, number, alone);
        return true;
    }

    private bool Take(WideLink link, int operand)
    {
        _isWide |= link is DivisionLink;
        var before = new Stack<int>();
        for (; steps.Maker(operand) is { } place && IsAlone(place); operand = steps.Single(place)!.Step.Inputs[0])
            before.Push(place);
        var changes = new WideLinks(steps, constants);
        foreach (int place in before)
            changes.TryTake(place);
        _isWide |= before.Count > 0;
        _places.AddRange(before);
        _links.Add(new FixedChainLink(link, [.. changes._links.Select(static change => change.Link)]));
        _inputs.Add(operand);
        (_high, _bounds) = (null, null);
        return true;
    }

    private void Take(string name, long number, WideLink link)
    {
        _isWide = true;
        _bounds = name == "Max" && _high is { } high ? (high, number) : null;
        if (_bounds is { } bounds)
            _links[^1] = Alone(new EpilogueLink(Bounded(bounds, null)!));
        else
            _links.Add(Alone(link));
        _high = name == "Min" ? number : null;
    }

    private bool TryScale(FixedScaleConstants scale)
    {
        if (scale.Multipliers.Length != 1)
            return false;
        if (_bounds is { } bounds && Bounded(bounds, scale) is { } epilogue)
            _links[^1] = Alone(new EpilogueLink(epilogue));
        else
            _links.Add(Alone(new ScaleLink(scale)));
        (_bounds, _high, _isWide) = (null, null, true);
        return true;
    }

    /// <summary>Whether all of it is what a chain that takes its output as an operand does by itself.</summary>
    private bool IsOperand() => _places.TrueForAll(IsAlone) && steps.Reader(_places[^1], input: 1) is { } reader && steps.Single(reader) is { } step && Link(step) is not null;

    /// <summary>Whether the step at a place can be a link without operands.</summary>
    private bool IsAlone(int place) => steps.Single(place) is { } step
        && (step.Operation is FixedScaleOperation { Constants: { Table: null, Multipliers.Length: 1 } }
            || (step.Step.Inputs is [_, int y] && Number(y) is { } number && NumberLink(step, number) is not null));

    /// <summary>One i64 number in a constant without axes; null if the value is something else.</summary>
    private long? Number(int value) =>
        constants.TryFind(value, out int constant) && constants.Resident(constant) is { Type: ElementType.Int64, Rank: 0 } number ? number.Longs[0] : null;

    private static FixedChainLink Alone(WideLink link) => new(link, []);

    private static WideLink? Link(BoundStep step) => step.Step.Operator switch
    {
        "Add" => new FunctionLink<WideFunctions.Add>(),
        "Sub" => new FunctionLink<WideFunctions.Sub>(),
        "Mul" => new FunctionLink<WideFunctions.Mul>(),
        "Min" => new FunctionLink<WideFunctions.Min>(),
        "Max" => new FunctionLink<WideFunctions.Max>(),
        "FixedDiv" => (step.Operation as FixedDivOperation)?.Link,
        _ => null,
    };

    private static WideLink? NumberLink(BoundStep step, long number) => step.Step.Operator switch
    {
        "Add" => new NumberLink<WideFunctions.Add>(number),
        "Sub" => new NumberLink<WideFunctions.Sub>(number),
        "Mul" => new NumberLink<WideFunctions.Mul>(number),
        "Min" => new NumberLink<WideFunctions.Min>(number),
        "Max" => new NumberLink<WideFunctions.Max>(number),
        _ => null,
    };

    /// <summary>Null if the scale could bring a bounded number out of its type. Nothing is added, so a value of any size meets its bounds first.</summary>
    private static FixedEpilogue? Bounded((long High, long Low) bounds, FixedScaleConstants? scale) => FixedEpilogue.TryCreate(
        [new FixedStage(0, bounds.High, bounds.Low, scale?.Multipliers[0] ?? 1)], [AnyMagnitude], scale?.Shift ?? 0, scale?.Table);

    private static readonly Int128 AnyMagnitude = ((Int128)1 << 62) - 1;
}
