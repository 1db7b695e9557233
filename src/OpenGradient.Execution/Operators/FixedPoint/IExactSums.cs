using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>An operation that makes exact sums of products with constant weights, and can bring them to another scale while it makes them.</summary>
internal interface IExactSums
{
    /// <summary>The weights.</summary>
    FixedWeights Weights { get; }

    /// <summary>The operation with another epilogue.</summary>
    IOperation With(FixedEpilogue epilogue);
}
