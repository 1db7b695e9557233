using System.Numerics;
using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>Reading and carrying out a <see cref="Reduction"/>.</summary>
internal static class Reductions
{
    /// <summary>The attribute <c>reduction</c>.</summary>
    public static Reduction Read(StepBinding binding) => binding.Attributes.Name("reduction", "none") switch
    {
        "none" => Reduction.None,
        "add" => Reduction.Add,
        "mul" => Reduction.Mul,
        "max" => Reduction.Max,
        "min" => Reduction.Min,
        string other => throw binding.Attributes.Malformed("reduction", other, "none, add, mul, max or min"),
    };

    /// <summary>place ∘ update.</summary>
    public static T Apply<T>(this Reduction reduction, T place, T update)
        where T : unmanaged, INumber<T> => reduction switch
        {
            Reduction.Add => Number.Add(place, update),
            Reduction.Mul => Number.Mul(place, update),
            Reduction.Max => Number.Max(place, update),
            Reduction.Min => Number.Min(place, update),
            _ => update,
        };
}
