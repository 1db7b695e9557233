namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y[r, i] = Σ x[r, k] W[i, k] + b[i]; <paramref name="Bias"/> is -1 where there is none.</summary>
internal sealed record LinearStep(int X, int Weights, int Bias, int Output) : CircuitStep(Output)
{
    public override string Name => "Linear";
}
