namespace OpenGradient.Execution.Interpreter;

/// <summary>An operator bound to one step; holds nothing that a run changes.</summary>
internal interface IOperation
{
    /// <summary>Reads the step's inputs, works out the outputs' shapes, allocates and fills them.</summary>
    void Run(StepRun run);
}
