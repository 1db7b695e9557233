using OpenGradient.Programs;

namespace OpenGradient.Zk.Border;

/// <summary>Of which type a value of the integer profile is: exec-1 section 21.</summary>
internal static class ValueTypes
{
    /// <summary>The type; that of an input or constant where the step only moves or compares what it reads.</summary>
    public static ElementType Of(Program program, int value)
    {
        Step?[] makers = MakersOf(program);
        while (makers[value] is { } maker)
        {
            if (Named(maker) is { } type)
                return type;
            int from = maker.Operator switch { "FixedScale" => 2, "Where" => 1, _ => 0 };
            if (maker.Inputs.Length <= from || maker.Inputs[from] == Step.Absent)
                return ElementType.Int64; // FixedScale without a table
            value = maker.Inputs[from];
        }

        return value < program.Inputs.Length ? program.Inputs[value].Type
            : ElementTypes.TryParse(program.Constants[value - program.Inputs.Length].Encoding, out ElementType encoding) ? encoding
            : ElementType.Float32;
    }

    private static ElementType? Named(Step step) => step.Operator switch
    {
        "Cast" => ElementTypes.TryParse(step.Attributes.GetValueOrDefault("to") ?? "", out ElementType type) ? type : ElementType.Float32,
        "FixedLinear" or "FixedConv" or "FixedMatMul" or "FixedDiv" or "FixedSqrt" or "ArgMax" or "ArgMin" or "Shape" => ElementType.Int64,
        "Equal" or "Less" or "LessOrEqual" or "And" or "Or" or "Xor" or "Not" => ElementType.Bool,
        _ => null,
    };

    private static Step?[] MakersOf(Program program)
    {
        var makers = new Step?[program.ValueCount];
        int output = program.Inputs.Length + program.Constants.Length;
        foreach (Step step in program.Steps)
        {
            for (int index = 0; index < step.OutputCount; index++)
                makers[output++] = step;
        }

        return makers;
    }
}
