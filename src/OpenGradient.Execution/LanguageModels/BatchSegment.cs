namespace OpenGradient.Execution.LanguageModels;

/// <summary>Neighbouring rows of a run that belong to one text.</summary>
/// <param name="Text">The text.</param>
/// <param name="FirstRow">The first row, in the run.</param>
/// <param name="RowCount">How many there are.</param>
internal readonly record struct BatchSegment(CausalText Text, int FirstRow, int RowCount)
{
    /// <summary>The position of the first row, in the text.</summary>
    public int FirstPosition => Text.Position;

    /// <summary>The position after the last row.</summary>
    public int EndPosition => Text.Position + RowCount;
}
