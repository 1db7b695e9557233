namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>A step of the core, ready to be proved: what it reads, and which columns pin what it makes.</summary>
/// <param name="Output">The value that it makes.</param>
internal abstract record CircuitStep(int Output)
{
    /// <summary>Of the rule that proves it, as explanations show it.</summary>
    public abstract string Name { get; }
}
