using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Zk.Circuits;

/// <summary>Which constants of a Program are weights, behind the root of a proof key; proof-1 section 8. All others are public.</summary>
internal static class WeightConstants
{
    /// <summary>Their places among the constants, in the order in which steps first read them: that of the key.</summary>
    public static ImmutableArray<int> Of(Program program) => [.. program.Steps.Select(step => PlaceIn(program, step)).Where(static place => place >= 0).Distinct()];

    /// <summary>Those whose rows are summed with what they are multiplied by: the key says how large they are.</summary>
    public static ImmutableArray<int> OfSums(Program program) =>
        [.. program.Steps.Where(IsSum).Select(step => PlaceIn(program, step)).Where(static place => place >= 0).Distinct()];

    /// <summary>The place of the weight that a step reads; -1 if it reads none.</summary>
    private static int PlaceIn(Program program, Step step)
    {
        int input = IsSum(step) ? 1 : step.Operator == "Gather" ? 0 : -1;
        int place = input >= 0 && input < step.Inputs.Length ? step.Inputs[input] - program.Inputs.Length : -1;
        return place >= 0 && place < program.Constants.Length && program.Constants[place].Encoding is "i8" or "i16" ? place : -1;
    }

    private static bool IsSum(Step step) => step.Operator is "FixedLinear" or "FixedConv";
}
