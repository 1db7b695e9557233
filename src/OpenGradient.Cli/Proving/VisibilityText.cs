using OpenGradient.Zk;

namespace OpenGradient.Cli.Proving;

/// <summary>What a proof hides and what it shows all the same, in words (proof-1 section 14).</summary>
internal static class VisibilityText
{
    public static string Hidden(ProofVisibility visibility) => visibility switch
    {
        ProofVisibility.PrivateInputs => "the inputs, and what is made of them on the way to the outputs",
        ProofVisibility.PrivateWeights => "the weights, and what is made with them on the way to the outputs",
        ProofVisibility.Private => "inputs and weights, and what is made of them on the way to the outputs",
        _ => "nothing: inputs, outputs, and something of weights and values between, can be learnt from it",
    };

    public static string Shown(ProofVisibility visibility) =>
        "the Program with its shapes, scales, tables and biases; the outputs; Σ |W| of each row of a weight"
        + (visibility.HasFlag(ProofVisibility.PrivateInputs) ? "" : "; the inputs")
        + (visibility.HasFlag(ProofVisibility.PrivateWeights) ? "; which proofs are made with one key" : "");
}
