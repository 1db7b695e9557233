namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>One tap of a window that moves along one axis of x; where the tap is outside, y is <paramref name="Fill"/>.</summary>
internal sealed record TapStep(int X, int Axis, WindowAxis Window, long Fill, int Output) : CircuitStep(Output)
{
    public override string Name => "Tap";
}
