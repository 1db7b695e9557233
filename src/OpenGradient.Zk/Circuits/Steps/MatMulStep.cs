namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y[…, i, j] = Σ a[…, i, k] b[…, k, j]; the axes before the last two are broadcast.</summary>
internal sealed record MatMulStep(int A, int B, int Output) : CircuitStep(Output)
{
    public override string Name => "MatMul";
}
