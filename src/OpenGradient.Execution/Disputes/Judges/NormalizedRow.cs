namespace OpenGradient.Execution.Disputes;

/// <summary>Scale, bias or gain of a normalised row.</summary>
internal static class NormalizedRow
{
    /// <summary>The element of an operand that broadcasts to the axes of a row.</summary>
    public static float Operand(JudgedInput operand, int[] row, long column) =>
        operand.Float(Position.Broadcast([.. operand.Shape.SkipWhile(static size => size == 1)], row, column));
}
