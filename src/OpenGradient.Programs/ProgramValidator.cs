using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OpenGradient.Programs;

/// <summary>Whether a Program is well-formed: indices, names, shapes. What operators ask for beyond that is checked when it is loaded.</summary>
public static class ProgramValidator
{
    /// <summary>The most dimensions that a value may have.</summary>
    public const int MaxRank = 8;

    /// <summary>The most inputs, constants, steps, outputs, or inputs or outputs of one step.</summary>
    public const int MaxListLength = 1 << 20;

    /// <summary>How many bodies may lie in each other.</summary>
    public const int MaxBodyDepth = 8;

    /// <summary>True if well-formed; otherwise <paramref name="problem"/> is one sentence about the first fault.</summary>
    public static bool TryValidate(Program program, [NotNullWhen(false)] out string? problem)
    {
        problem = CheckLists(program) ?? CheckInputs(program) ?? CheckConstants(program) ?? StepValidator.Check(program) ?? CheckOutputs(program) ?? CheckSequence(program);
        return problem is null;
    }

    /// <summary>Whether <paramref name="text"/> can stand for a dimension: a decimal number below 2^31, or a name.</summary>
    public static bool IsDimension(string text)
    {
        if (text.Length == 0 || text.Length > 256)
            return false;
        if (!char.IsAsciiDigit(text[0]))
            return text[0] != '-' && text[0] != '+';
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number.ToString(CultureInfo.InvariantCulture) == text;
    }

    private static string? CheckLists(Program program)
    {
        if (program.Inputs.IsDefault || program.Constants.IsDefault || program.Steps.IsDefault || program.Outputs.IsDefault)
            return "A list of the Program is missing.";
        if (program.Inputs.Length > MaxListLength || program.Constants.Length > MaxListLength || program.Steps.Length > MaxListLength || program.Outputs.Length > MaxListLength)
            return $"A list of the Program is longer than {MaxListLength}.";
        if (program.Profile is not (Program.FloatProfile or Program.IntegerProfile))
            return $"The profile is '{Program.FloatProfile}' or '{Program.IntegerProfile}'.";
        return program.Outputs.IsEmpty ? "The Program has no outputs." : null;
    }

    private static string? CheckInputs(Program program)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (ProgramInput input in program.Inputs)
        {
            if (input.Name.Length == 0 || !names.Add(input.Name))
                return $"The input name '{input.Name}' is empty or stands twice.";
            if (!Enum.IsDefined(input.Type))
                return $"Input '{input.Name}' has an unknown type.";
            if (input.Shape.IsDefault || input.Shape.Length > MaxRank || !input.Shape.All(IsDimension))
                return $"Input '{input.Name}' has a shape that cannot be: at most {MaxRank} dimensions, each a number below 2^31 or a name.";
        }

        return null;
    }

    private static string? CheckConstants(Program program)
    {
        for (int index = 0; index < program.Constants.Length; index++)
        {
            Constant constant = program.Constants[index];
            if (constant.Encoding.Length == 0)
                return $"Constant {index} has no encoding.";
            if (constant.Shape.IsDefault || constant.Shape.Length > MaxRank || !IsShape(constant))
                return $"Constant {index} has a shape that cannot be.";
        }

        return null;
    }

    private static bool IsShape(Constant constant)
    {
        UInt128 count = 1;
        foreach (long dimension in constant.Shape)
        {
            if (dimension < 0 || dimension > int.MaxValue)
                return false;
            count *= (UInt128)dimension;
            if (count > int.MaxValue)
                return false;
        }

        return true;
    }

    private static string? CheckOutputs(Program program)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (ProgramOutput output in program.Outputs)
        {
            if (output.Name.Length == 0 || !names.Add(output.Name))
                return $"The output name '{output.Name}' is empty or stands twice.";
        }

        return null;
    }

    private static string? CheckSequence(Program program)
    {
        if (program.Sequence is null)
            return null;
        if (program.Steps.Any(static step => !step.Bodies.IsEmpty))
            return "A causal Program has no steps that hold bodies.";
        return program.Inputs.Any(input => input.Shape.Contains(program.Sequence)) ? null : $"No input has the sequence dimension '{program.Sequence}'.";
    }
}
