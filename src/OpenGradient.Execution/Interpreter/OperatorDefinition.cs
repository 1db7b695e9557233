namespace OpenGradient.Execution.Interpreter;

/// <summary>An operator of exec-1: its name, how many values it takes and makes, and how a step is bound to it.</summary>
/// <param name="Name">The name in spec/exec-1.</param>
/// <param name="MinInputCount">Required inputs come first.</param>
/// <param name="MaxInputCount">Including optional ones.</param>
/// <param name="MaxOutputCount">At least one output is always made.</param>
/// <param name="Bind">Reads attributes and lays out constant inputs, once, at load.</param>
internal sealed record OperatorDefinition(
    string Name, int MinInputCount, int MaxInputCount, int MaxOutputCount, Func<StepBinding, IOperation> Bind)
{
    /// <summary>How many bodies the step holds; 0 but for control flow.</summary>
    public int BodyCount { get; init; }
}
