namespace OpenGradient.Execution.Interpreter;

/// <summary>Stands for a step whose work the step before it has done: the output is the input.</summary>
internal sealed class PassOperation : IOperation
{
    /// <summary>The only one.</summary>
    public static PassOperation Instance { get; } = new();

    /// <inheritdoc/>
    public void Run(StepRun run) => run.Alias(0, run.Input(0), run.Input(0).Shape);
}
