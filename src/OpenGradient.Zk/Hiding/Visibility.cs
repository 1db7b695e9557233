namespace OpenGradient.Zk.Hiding;

/// <summary>What a proof keeps from its verifier; proof-1 section 14.</summary>
/// <param name="HidesInputs">The border inputs.</param>
/// <param name="HidesWeights">The weights.</param>
internal readonly record struct Visibility(bool HidesInputs, bool HidesWeights)
{
    /// <summary>Nothing.</summary>
    public static Visibility Public => default;

    public bool IsHiding => HidesInputs || HidesWeights;

    /// <summary>That of a file.</summary>
    public static Visibility Of(ProofVisibility visibility) => new(visibility.HasFlag(ProofVisibility.PrivateInputs), visibility.HasFlag(ProofVisibility.PrivateWeights));

    /// <summary>As it is absorbed.</summary>
    public byte ToByte() => (byte)((HidesInputs ? 1 : 0) + (HidesWeights ? 2 : 0));
}
