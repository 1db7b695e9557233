using OpenGradient.Primitives;
using OpenGradient.Zk;

namespace OpenGradient.Gateway;

/// <summary>What a proof hides, as requests and commands name it: <c>inputs</c>, <c>weights</c>, <c>both</c>; nothing where nothing is said.</summary>
public static class VisibilityNames
{
    /// <summary>The name; empty for a proof that hides nothing.</summary>
    public static string NameOf(ProofVisibility visibility) => visibility switch
    {
        ProofVisibility.PrivateInputs => "inputs",
        ProofVisibility.PrivateWeights => "weights",
        ProofVisibility.Private => "both",
        _ => "",
    };

    /// <summary>What a name stands for.</summary>
    /// <param name="name">The name; null and the empty one hide nothing.</param>
    /// <param name="subject">Where it stands, for the error.</param>
    /// <exception cref="InvalidInputException">There is no such name.</exception>
    public static ProofVisibility Read(string? name, string subject) => name switch
    {
        null or "" => ProofVisibility.Public,
        "inputs" => ProofVisibility.PrivateInputs,
        "weights" => ProofVisibility.PrivateWeights,
        "both" => ProofVisibility.Private,
        _ => throw new InvalidInputException(InvalidInputKind.Invalid, subject, "This is inputs, weights or both."),
    };
}
