using OpenGradient.Execution.Operators;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>The steps by which real numbers become integers: <c>Mul</c> by one number, <c>Round</c>, <c>Clip</c>, <c>Cast</c> to i64.</summary>
internal sealed class FixedEntryLinks(ConstantTable constants)
{
    private readonly List<BoundStep> _taken = [];

    /// <summary>Whether there are all of them, or none.</summary>
    public bool IsWhole => _taken.Count is 0 or 4;

    /// <summary>What they come to; null if there are none.</summary>
    public FixedEntry? Entry => _taken is [{ Step.Inputs: [_, int factor] }, _, { Operation: UnaryOperation<Clip> { Function: var clip } }, _]
        ? new FixedEntry(Factor(factor)!.Value, clip.Low, clip.High)
        : null;

    /// <summary>Takes the next step; false if it does not belong.</summary>
    public bool TryTake(BoundStep step)
    {
        bool isNext = _taken.Count switch
        {
            0 => step.Step is { Operator: "Mul", Inputs: [_, int factor] } && Factor(factor) is not null,
            1 => step.Step.Operator == "Round",
            2 => step.Operation is UnaryOperation<Clip>,
            3 => step.Operation is CastOperation { Target: ElementType.Int64 },
            _ => false,
        };
        if (isNext)
            _taken.Add(step);
        return isNext;
    }

    /// <summary>One f32 number in a constant without axes; null if the value is something else.</summary>
    private float? Factor(int value) =>
        constants.TryFind(value, out int constant) && constants.Resident(constant) is { Type: ElementType.Float32, Rank: 0 } number ? number.Floats[0] : null;
}
