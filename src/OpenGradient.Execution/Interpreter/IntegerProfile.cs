using System.Collections.Frozen;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>The operators of the integer profile: spec/exec-1, section "Integer profile". A Program that says the profile and uses others is refused.</summary>
internal static class IntegerProfile
{
    /// <exception cref="InvalidInputException">The Program says the integer profile and has a step that is not of it.</exception>
    public static void Require(Program program)
    {
        if (program.Profile != Program.IntegerProfile)
            return;
        for (int index = 0; index < program.Steps.Length; index++)
        {
            if (!Operators.Contains(program.Steps[index].Operator))
                throw StepErrors.Create(index, program.Steps[index], "this operator does not belong to the integer profile, which the Program says it has");
        }
    }

    private static readonly FrozenSet<string> Operators = new[]
    {
        "Add", "And", "ArgMax", "ArgMin", "Cast", "Clip", "Concat", "DepthToSpace", "Equal", "Expand", "FixedConv", "FixedDiv", "FixedLinear", "FixedMatMul", "FixedScale", "FixedSqrt",
        "Flatten", "Gather", "Less", "LessOrEqual", "Max", "MaxPool", "Min", "Mul", "Neg", "Not", "Or", "Pad", "ReduceMax", "ReduceMin", "ReduceSum", "Reshape", "Round", "Shape",
        "Slice", "SpaceToDepth", "Split", "Squeeze", "Sub", "Tile", "TopK", "Transpose", "Unsqueeze", "Where", "Xor",
    }.ToFrozenSet(StringComparer.Ordinal);
}
