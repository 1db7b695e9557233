using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>The remainder with broadcasting: of integers with the divisor's sign (<c>fmod</c>: with the dividend's), of floats as C's fmod.</summary>
internal static class ModOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Mod", 2, 2, 1, static binding => binding.Attributes.Flag("fmod", false)
        ? new BinaryOperation<Mod, NumberOperators.Remainder>()
        : new BinaryOperation<Mod, NumberOperators.Mod>());
}
