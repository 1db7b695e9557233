using System.Collections.Immutable;
using OpenGradient.Execution.Operators;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>The links of a chain of arithmetic on 64-bit integers that <see cref="FixedFusion"/> has found so far.</summary>
/// <remarks>It begins with integers, or with real numbers that become such. Bounds are a <c>Min</c> and a <c>Max</c> with one number each; after them a change of scale is safe.</remarks>
internal sealed class WideLinks(ConstantTable constants)
{
    private readonly List<WideLink> _links = [];
    private readonly List<int> _inputs = [];
    private readonly FixedEntryLinks _entry = new(constants);
    private long? _high; // the last link bounds from above by one number
    private (long High, long Low)? _bounds; // the last link bounds
    private FixedScaleConstants? _scale;
    private bool _isWidened;

    /// <summary>Whether it is shown that the numbers are i64: the operators would take others, too.</summary>
    public bool IsWide { get; private set; }

    /// <summary>Whether the chain can end here.</summary>
    public bool IsWhole => _entry.IsWhole && !_isWidened;

    /// <summary>What it reads.</summary>
    public ImmutableArray<int> Inputs => [.. _inputs];

    /// <summary>Takes the next step; false if it does not belong.</summary>
    public bool TryTake(BoundStep step)
    {
        if (_inputs.Count == 0)
            _inputs.Add(step.Step.Inputs.FirstOrDefault(Step.Absent));
        if (_links.Count == 0 && _scale is null && _entry.TryTake(step))
        {
            IsWide |= _entry.IsWhole;
            return true;
        }

        if (!_entry.IsWhole)
            return false;
        return step.Operation switch
        {
            CastOperation { Target: ElementType.Int64 } => _scale?.Table is not null && !_isWidened && (_isWidened = true),
            FixedScaleOperation { Constants: { } scale } => TryScale(scale),
            _ => _scale is null && Link(step) is { } link && Take(step, link),
        };
    }

    /// <summary>What the links come to.</summary>
    public IOperation Operation()
    {
        WideLink[] links = [.. _links];
        if (_scale is null)
            return new FixedChainOperation(_entry.Entry, links, null);
        FixedEpilogue epilogue = Bounded(_bounds!.Value, _scale)!;
        return _scale.Table is null
            ? new FixedChainOperation(_entry.Entry, [.. links[..^1], new EpilogueLink(epilogue)], null)
            : new FixedChainOperation(_entry.Entry, links[..^1], epilogue);
    }

    private bool Take(BoundStep step, WideLink link)
    {
        if (step.Step.Inputs is not [int x, int y] || x == y || y == Step.Absent)
            return false;
        long? number = Number(y);
        IsWide |= number is not null || link is DivisionLink;
        if (step.Step.Operator == "Max" && number is { } low && _high is { } high)
        {
            _bounds = (high, low);
            _links[^1] = new EpilogueLink(Bounded(_bounds.Value, null)!);
            _inputs.RemoveAt(_inputs.Count - 1);
            _high = null;
            return true;
        }

        _bounds = null;
        _high = step.Step.Operator == "Min" ? number : null;
        _links.Add(link);
        _inputs.Add(y);
        return true;
    }

    private bool TryScale(FixedScaleConstants scale)
    {
        if (_scale is not null)
        {
            FixedScaleConstants? both = _isWidened ? _scale.Then(scale) : null;
            (_scale, _isWidened) = (both ?? _scale, _isWidened && both is null);
            return both is not null;
        }

        if (scale.Multipliers.Length != 1 || _bounds is not { } bounds || Bounded(bounds, scale) is null)
            return false;
        _scale = scale;
        return true;
    }

    /// <summary>One i64 number in a constant without axes; null if the value is something else.</summary>
    private long? Number(int value) =>
        constants.TryFind(value, out int constant) && constants.Resident(constant) is { Type: ElementType.Int64, Rank: 0 } number ? number.Longs[0] : null;

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

    /// <summary>Null if the scale could bring a bounded number out of its type. Nothing is added, so a value of any size meets its bounds first.</summary>
    private static FixedEpilogue? Bounded((long High, long Low) bounds, FixedScaleConstants? scale) => FixedEpilogue.TryCreate(
        [new FixedStage(0, bounds.High, bounds.Low, scale?.Multipliers[0] ?? 1)], [AnyMagnitude], scale?.Shift ?? 0, scale?.Table);

    private static readonly Int128 AnyMagnitude = ((Int128)1 << 62) - 1;
}
