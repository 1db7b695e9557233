using OpenGradient.Execution.Operators;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter.Fusion;

/// <summary>The steps at the beginning of a chain by which other numbers become 64-bit integers: <c>Mul</c> by one number, <c>Round</c>, <c>Clip</c>, <c>Cast</c>; or a <c>Cast</c> alone.</summary>
internal sealed class FixedEntryLinks(ConstantTable constants)
{
    private readonly List<BoundStep> _taken = [];

    /// <summary>Whether there are all of them, or none.</summary>
    public bool IsWhole => _taken is [] or [{ Operation: CastOperation }] || _taken.Count == 4;

    /// <summary>Whether they give 64-bit integers.</summary>
    public bool IsWide => IsWhole && _taken.Count > 0;

    /// <summary>What they come to.</summary>
    public FixedChainEntry Entry => _taken switch
    {
        [{ Operation: CastOperation cast }] => new FixedChainEntry(null, null, cast.Rule),
        [{ Step.Inputs: [_, int factor] }, _, { Operation: UnaryOperation<Clip> { Function: var clip } }, _] =>
            new FixedChainEntry(ElementType.Float32, new FixedEntry(Factor(constants, factor)!.Value, clip.Low, clip.High), CastRule.Default),
        _ => FixedChainEntry.Integers,
    };

    /// <summary>Takes the next step; false if it does not belong.</summary>
    public bool TryTake(BoundStep step)
    {
        bool isNext = _taken.Count switch
        {
            0 => step.Operation is CastOperation { Target: ElementType.Int64 } || (step.Step is { Operator: "Mul", Inputs: [_, int factor] } && Factor(constants, factor) is not null),
            1 => !IsWhole && step.Step.Operator == "Round",
            2 => step.Operation is UnaryOperation<Clip>,
            3 => step.Operation is CastOperation { Target: ElementType.Int64 },
            _ => false,
        };
        if (isNext)
            _taken.Add(step);
        return isNext;
    }

    /// <summary>One f32 number in a constant without axes; null if the value is something else.</summary>
    internal static float? Factor(ConstantTable constants, int value) =>
        constants.TryFind(value, out int constant) && constants.Resident(constant) is { Type: ElementType.Float32, Rank: 0 } number ? number.Floats[0] : null;
}
