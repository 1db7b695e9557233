namespace OpenGradient.Execution.Disputes;

/// <summary>Which expert works at a place of the output, and which row of the input it reads.</summary>
internal static class ChosenExpert
{
    /// <summary>Row (i, j) of the output is row i, or (i, j), by expert chosen[i, j].</summary>
    /// <param name="step">The step.</param>
    /// <param name="rows">The rows that experts read.</param>
    /// <param name="chosen">i64 [t, k].</param>
    /// <param name="place">i·k + j.</param>
    /// <param name="expertCount">Another expert is an error.</param>
    public static (long Expert, long Row) At(JudgedStep step, JudgedInput rows, JudgedInput chosen, long place, int expertCount)
    {
        long expert = chosen.Integer(place);
        return expert >= 0 && expert < expertCount
            ? (expert, rows.Shape.Length == 3 ? place : place / chosen.Shape[1])
            : throw step.Error($"expert {expert} is not one of {expertCount}");
    }
}
