using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>The weights of all experts, in one of the ways in which they are stored.</summary>
internal interface IExpertWeights
{
    /// <summary>How many experts there are.</summary>
    int ExpertCount { get; }

    /// <summary>Elements of a row of the input.</summary>
    int Depth { get; }

    /// <summary>Elements of a row of the output.</summary>
    int OutputCount { get; }

    /// <summary>Multiplies some rows of the step's input with one expert's weights.</summary>
    /// <param name="run">The step.</param>
    /// <param name="expert">Which expert.</param>
    /// <param name="rows">The rows of the input, in this order.</param>
    /// <param name="y">[rows, outputs].</param>
    void Multiply(StepRun run, int expert, ReadOnlySpan<int> rows, Span<float> y);
}
