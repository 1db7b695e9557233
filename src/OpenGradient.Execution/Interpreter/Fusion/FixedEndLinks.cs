using OpenGradient.Execution.Operators;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter.Fusion;

/// <summary>
/// The steps at the end of a chain by which 64-bit integers become others: changes of scale with tables, each after the first with the <c>Cast</c> that widens what it takes;
/// a <c>Cast</c> to i16; or one to f32 and <c>Mul</c> by one number.
/// </summary>
internal sealed class FixedEndLinks(ConstantTable constants)
{
    private FixedScaleConstants? _scale;
    private bool _isWidened; // the last one widens
    private CastOperation? _cast;
    private float? _unit;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _scale is null && _cast is null;

    /// <summary>Whether the chain can end here.</summary>
    public bool IsWhole => !_isWidened && (_cast is null or { Target: ElementType.Int16 } || _unit is not null);

    /// <summary>Takes the next step; false if it does not belong.</summary>
    public bool TryTake(BoundStep step) => step.Operation switch
    {
        FixedScaleOperation { Constants: { Table: not null, Multipliers.Length: 1 } scale } when _cast is null => TryScale(scale),
        CastOperation { Target: ElementType.Int64 } when _scale is not null && !_isWidened => _isWidened = true,
        CastOperation { Target: ElementType.Int16 or ElementType.Float32 } cast when IsEmpty => (_cast = cast) is not null,
        _ => _cast is { Target: ElementType.Float32 } && _unit is null && step.Step is { Operator: "Mul", Inputs: [_, int unit] }
            && (_unit = FixedEntryLinks.Factor(constants, unit)) is not null,
    };

    /// <summary>What they come to as far as they are whole; null if there are none.</summary>
    /// <param name="bound">A change of scale behind the bounds before it; null if they do not make it safe.</param>
    /// <param name="isBounded">Whether the bounds became part of it.</param>
    public FixedChainEnd? End(Func<FixedScaleConstants, FixedEpilogue?> bound, out bool isBounded)
    {
        FixedEpilogue? bounded = _scale is null ? null : bound(_scale);
        isBounded = bounded is not null;
        if (_scale is not null)
            return new TableEnd(_scale, bounded);
        if (_unit is { } unit)
            return new RealEnd(unit);
        return _cast is { Target: ElementType.Int16 } ? new CastEnd(ElementType.Int16, _cast.Rule) : null;
    }

    private bool TryScale(FixedScaleConstants scale)
    {
        FixedScaleConstants? all = _scale is null ? scale : _isWidened ? _scale.Then(scale) : null;
        _isWidened = _isWidened && all is null;
        _scale = all ?? _scale;
        return all is not null;
    }
}
