namespace OpenGradient.Execution.Interpreter.Fusion;

/// <summary>An operation that can add an operand to its <c>f32</c> output while it makes it.</summary>
internal interface IAddable
{
    /// <summary>Where the operand stands among the inputs of <see cref="WithAddend"/>; those before it that the step does not name are absent.</summary>
    int AddendInput { get; }

    /// <summary>The operation followed by the addition; null if this one cannot.</summary>
    IOperation? WithAddend();
}
