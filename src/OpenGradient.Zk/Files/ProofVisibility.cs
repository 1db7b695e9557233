namespace OpenGradient.Zk;

/// <summary>What a proof keeps from whoever has it (proof-1 section 14).</summary>
[Flags]
public enum ProofVisibility
{
    /// <summary>Nothing: whoever has the proof learns about inputs, weights and values between the steps.</summary>
    Public = 0,

    /// <summary>The inputs, and what is made of them on the way to the outputs.</summary>
    PrivateInputs = 1,

    /// <summary>The weights, and what is made with them on the way to the outputs.</summary>
    PrivateWeights = 2,

    /// <summary>Both.</summary>
    Private = PrivateInputs | PrivateWeights,
}
