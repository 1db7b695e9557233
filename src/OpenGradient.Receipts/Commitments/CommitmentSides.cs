namespace OpenGradient.Receipts;

/// <summary>The names of <see cref="CommitmentSide"/> in bundles and reports.</summary>
public static class CommitmentSides
{
    /// <summary>The name that a bundle uses.</summary>
    public static string WireName(this CommitmentSide side) => side switch
    {
        CommitmentSide.Input => "input",
        CommitmentSide.Output => "output",
    };

    /// <summary>The side with this name; false if there is none.</summary>
    public static bool TryParse(string name, out CommitmentSide side)
    {
        side = name == "output" ? CommitmentSide.Output : CommitmentSide.Input;
        return name == side.WireName();
    }
}
