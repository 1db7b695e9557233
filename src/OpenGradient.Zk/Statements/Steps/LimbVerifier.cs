using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Numbers in limbs.</summary>
internal static class LimbVerifier
{
    /// <summary>A claim about each limb.</summary>
    public static void Add<TExtension>(Limbs limbs, TExtension[] values, Claim<TExtension> at, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        for (int limb = 0; limb < limbs.Columns.Length; limb++)
            claims.AddColumn(limbs.Columns[limb], at with { Sum = values[limb] });
    }

    /// <summary>Σ 2^(16 i) limb i.</summary>
    public static TExtension Joined<TExtension>(ReadOnlySpan<TExtension> limbs)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = TExtension.Zero;
        for (int limb = limbs.Length - 1; limb >= 0; limb--)
            sum = (sum * Goldilocks.From(1UL << Limbs.LimbBits)) + limbs[limb];
        return sum;
    }
}
