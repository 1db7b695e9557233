namespace OpenGradient.Zk.Hiding;

/// <summary>A pad, or the product of two unknowns that came up before; proof-1 section 14.</summary>
/// <param name="Index">Among the pads, or among the products.</param>
/// <param name="Left">The first factor; -1 for a pad.</param>
/// <param name="Right">The second factor; -1 for a pad.</param>
internal readonly record struct Unknown(int Index, int Left, int Right)
{
    public bool IsPad => Left < 0;
}
