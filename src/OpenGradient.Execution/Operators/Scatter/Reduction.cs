namespace OpenGradient.Execution.Operators;

/// <summary>What becomes of an element when another falls on its place: <c>reduction</c> none (the other takes it), add, mul, max or min.</summary>
internal enum Reduction
{
    None,
    Add,
    Mul,
    Max,
    Min,
}
