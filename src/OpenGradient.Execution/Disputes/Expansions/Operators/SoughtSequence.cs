namespace OpenGradient.Execution.Disputes;

/// <summary>Numbers of a row, at one distance from each other.</summary>
/// <param name="Row">Whose.</param>
/// <param name="First">The place of the first.</param>
/// <param name="Distance">From one to the next.</param>
/// <param name="Length">How many.</param>
/// <param name="Exists">Whether all lie in the row, and are counted there.</param>
internal sealed record SoughtSequence(JudgedInput Row, long First, int Distance, int Length, bool Exists)
{
    /// <summary>A number.</summary>
    public long Number(int at) => Row.Integer(First + ((long)at * Distance));
}
