using OpenGradient.Programs;

namespace OpenGradient.Zk.Border;

/// <summary>Of which type each value of the integer profile is: exec-1 section 21.</summary>
internal static class ValueTypes
{
    /// <summary>One for each value of a Program; that of an input or constant where the step only moves or compares what it reads.</summary>
    public static ElementType[] Of(Program program)
    {
        var types = new ElementType[program.ValueCount];
        for (int input = 0; input < program.Inputs.Length; input++)
            types[input] = program.Inputs[input].Type;
        int next = program.Inputs.Length;
        foreach (Constant constant in program.Constants)
            types[next++] = ElementTypes.TryParse(constant.Encoding, out ElementType encoding) ? encoding : ElementType.Float32;
        foreach (Step step in program.Steps)
        {
            for (int output = 0; output < step.OutputCount; output++)
                types[next++] = Named(step, output) ?? OfInput(step, types);
        }

        return types;
    }

    private static ElementType OfInput(Step step, ElementType[] types)
    {
        int from = step.Operator switch { "FixedScale" => 2, "Where" => 1, _ => 0 };
        return from < step.Inputs.Length && step.Inputs[from] != Step.Absent ? types[step.Inputs[from]] : ElementType.Int64; // FixedScale without a table
    }

    private static ElementType? Named(Step step, int output) => step.Operator switch
    {
        "Cast" => ElementTypes.TryParse(step.Attributes.GetValueOrDefault("to") ?? "", out ElementType type) ? type : ElementType.Float32,
        "FixedLinear" or "FixedConv" or "FixedMatMul" or "FixedDiv" or "FixedSqrt" or "ArgMax" or "ArgMin" or "Shape" => ElementType.Int64,
        "Equal" or "Less" or "LessOrEqual" or "And" or "Or" or "Xor" or "Not" => ElementType.Bool,
        "TopK" when output == 1 => ElementType.Int64,
        _ => null,
    };
}
