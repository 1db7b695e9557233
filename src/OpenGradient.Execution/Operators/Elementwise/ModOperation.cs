using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>The remainder with broadcasting: of integers with the divisor's sign (<c>fmod</c>: with the dividend's), of <c>f32</c> as C's fmod.</summary>
internal static class ModOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Mod", 2, 2, 1, static binding => new BinaryOperation<Mod>(
        binding.Attributes.Flag("fmod", false) ? static (x, y) => y is 0 or -1 ? 0 : x % y : IntegerArithmetic.Mod));
}
