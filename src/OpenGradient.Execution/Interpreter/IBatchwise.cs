namespace OpenGradient.Execution.Interpreter;

/// <summary>An operation that works on each element of a batch by itself: a slice of a batch gives the bits of a slice of what the batch gives.</summary>
internal interface IBatchwise
{
    /// <summary>The inputs whose first dimension is the batch, as that of the output is; holds where all others are constants.</summary>
    ReadOnlySpan<int> BatchInputs { get; }
}
