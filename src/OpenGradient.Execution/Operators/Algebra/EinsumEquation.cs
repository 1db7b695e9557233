namespace OpenGradient.Execution.Operators;

/// <summary>An equation of Einstein's summation: a letter for each axis of each operand and of the result; three dots for the axes that broadcast.</summary>
/// <param name="Operands">The letters of each operand; <see cref="Dots"/> stands for the dots.</param>
/// <param name="Result">The letters of the result.</param>
internal sealed record EinsumEquation(string[] Operands, string Result)
{
    /// <summary>Stands for three dots.</summary>
    public const char Dots = '.';

    /// <summary>Reads <c>ij,jk-&gt;ik</c>; without an arrow the result has the dots and then, in alphabetical order, the letters that occur once. Null if it is not well-formed.</summary>
    public static EinsumEquation? TryParse(string text)
    {
        string tight = text.Replace(" ", "", StringComparison.Ordinal).Replace("...", ".", StringComparison.Ordinal);
        string[] sides = tight.Split("->");
        if (tight.Length > 256 || sides.Length > 2)
            return null;
        string[] operands = sides[0].Split(',');
        string all = string.Concat(operands);
        string result = sides.Length == 2 ? sides[1] : Implied(all);
        bool isGood = all.All(IsTerm) && Array.TrueForAll(operands, static letters => letters.Count(static letter => letter == Dots) <= 1)
            && result.All(IsTerm) && result.Distinct().Count() == result.Length && result.All(letter => all.Contains(letter, StringComparison.Ordinal));
        return isGood ? new EinsumEquation(operands, result) : null;
    }

    private static string Implied(string all) =>
        (all.Contains(Dots, StringComparison.Ordinal) ? "." : "") + string.Concat(all.Where(letter => letter != Dots && all.Count(other => other == letter) == 1).Order());

    private static bool IsTerm(char letter) => letter == Dots || char.IsAsciiLetter(letter);
}
