using System.Diagnostics.CodeAnalysis;
using System.Text;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk;

/// <summary>What a profile is made of: a field, and a hash for trees.</summary>
public static class ProofProfiles
{
    /// <summary>All profiles, in the order of their numbers.</summary>
    public static ReadOnlySpan<ProofProfile> All => [ProofProfile.Quadratic, ProofProfile.Cubic, ProofProfile.QuadraticBlake3, ProofProfile.CubicBlake3];

    /// <summary>Whether it makes sure by 128 bits, with challenges from the larger field.</summary>
    public static bool IsCubic(this ProofProfile profile) => profile is ProofProfile.Cubic or ProofProfile.CubicBlake3;

    /// <summary>Whether trees are hashed with BLAKE3, and not with Keccak-256.</summary>
    public static bool HasBlake3(this ProofProfile profile) => profile is ProofProfile.QuadraticBlake3 or ProofProfile.CubicBlake3;

    /// <summary>The profile that makes sure by 128 bits with the same hash.</summary>
    public static ProofProfile ToCubic(this ProofProfile profile) => profile.HasBlake3() ? ProofProfile.CubicBlake3 : ProofProfile.Cubic;

    /// <summary>The name, as the specification has it.</summary>
    public static string Name(this ProofProfile profile) => Encoding.ASCII.GetString(profile.AsciiName());

    /// <summary>The profile of a name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out ProofProfile profile)
    {
        foreach (ProofProfile known in All)
        {
            profile = known;
            if (known.Name() == name)
                return true;
        }

        profile = ProofProfile.Quadratic;
        return false;
    }

    internal static TreeHash Trees(this ProofProfile profile) => profile.HasBlake3() ? TreeHash.Blake3 : TreeHash.Keccak256;

    /// <summary>What begins every transcript and every key.</summary>
    internal static ReadOnlySpan<byte> AsciiName(this ProofProfile profile) =>
        profile.IsCubic() ? NameOf<CubicExtension>(profile.Trees()) : NameOf<QuadraticExtension>(profile.Trees());

    /// <summary>The name of the profile that has a field and a hash.</summary>
    internal static ReadOnlySpan<byte> NameOf<TExtension>(TreeHash trees)
        where TExtension : struct, IExtension<TExtension> => trees == TreeHash.Blake3 ? (byte[])[.. TExtension.Profile, .. "-blake3"u8] : TExtension.Profile;
}
