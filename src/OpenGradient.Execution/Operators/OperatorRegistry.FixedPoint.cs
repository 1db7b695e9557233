using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <content>The operators of the integer profile.</content>
internal static partial class OperatorRegistry
{
    private static IEnumerable<OperatorDefinition> FixedPoint() =>
    [
        FixedConvOperation.Definition,
        FixedDivOperation.Definition,
        FixedLinearOperation.Definition,
        FixedMatMulOperation.Definition,
        FixedScaleOperation.Definition,
        FixedSqrtOperation.Definition,
    ];
}
