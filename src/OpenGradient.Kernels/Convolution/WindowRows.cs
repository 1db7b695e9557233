namespace OpenGradient.Kernels;

/// <summary>Where the windows of a band see x: in rows of neighbours. Their outputs follow one another without gaps.</summary>
/// <param name="Count">How many rows.</param>
/// <param name="Length">The windows of a row.</param>
/// <param name="Pitch">From a window to the one below it.</param>
internal readonly record struct WindowRows(int Count, int Length, int Pitch)
{
    /// <summary>How many windows.</summary>
    public int WindowCount => Count * Length;
}
