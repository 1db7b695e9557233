namespace OpenGradient.Execution.Interpreter;

/// <summary>Steps that a batch passes slice by slice.</summary>
/// <param name="FirstValue">The first value that they make.</param>
/// <param name="Batch">The elements of the batch.</param>
/// <param name="SliceElements">Those of a slice; they divide the batch.</param>
internal readonly record struct BatchStretch(int FirstValue, int Batch, int SliceElements)
{
    /// <summary>How many slices there are.</summary>
    public int SliceCount => Batch / SliceElements;

    /// <summary>Whether steps of the stretch make the value, among those that they read.</summary>
    public bool Makes(int value) => value >= FirstValue;
}
