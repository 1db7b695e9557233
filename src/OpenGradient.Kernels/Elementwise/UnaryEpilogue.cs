namespace OpenGradient.Kernels;

/// <summary>The epilogue of a function of one number.</summary>
internal sealed class UnaryEpilogue<TFunction>(TFunction function) : Epilogue
    where TFunction : struct, IUnaryFunction
{
    /// <inheritdoc/>
    public override void Apply(Span<float> y, Workers workers) => Elementwise.Map(function, y, y, workers);
}
