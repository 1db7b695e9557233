using OpenGradient.Kernels;

namespace OpenGradient.Execution.Interpreter.Fusion;

/// <summary>An operation that can apply a function to its output while it makes it.</summary>
internal interface IFusable
{
    /// <summary>The operation followed by <paramref name="epilogue"/>; null if this one cannot.</summary>
    IOperation? Fuse(Epilogue epilogue);
}
