using OpenGradient.Zk;

namespace OpenGradient.Gateway;

/// <summary>What somebody asks of the proof of a receipt.</summary>
internal sealed record ProofWish
{
    /// <summary>A proof that hides nothing, by the default profile.</summary>
    public static ProofWish Default { get; } = new();

    /// <summary>What it is to hide.</summary>
    public ProofVisibility Visibility { get; init; }

    /// <summary>How sure it is to make, and what its trees are to be hashed with.</summary>
    public ProofProfile Profile { get; init; } = ProofProfile.Quadratic;

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="Primitives.InvalidInputException">It is something else.</exception>
    public static ProofWish Read(string text)
    {
        string[] names = text.Split(' ', 2);
        return new() { Visibility = VisibilityNames.Read(names[0], "state"), Profile = ProfileNames.Read(names.ElementAtOrDefault(1), "state") };
    }

    /// <summary>One line: what is hidden, and a profile that is not the default behind a space.</summary>
    public override string ToString() => Profile == Default.Profile ? VisibilityNames.NameOf(Visibility) : $"{VisibilityNames.NameOf(Visibility)} {Profile.Name()}";
}
