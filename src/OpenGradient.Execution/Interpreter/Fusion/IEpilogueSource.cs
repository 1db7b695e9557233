using OpenGradient.Kernels;

namespace OpenGradient.Execution.Interpreter.Fusion;

/// <summary>An operation of one input that is a function of each of its <c>f32</c> elements.</summary>
internal interface IEpilogueSource
{
    /// <summary>The function.</summary>
    Epilogue Epilogue { get; }
}
