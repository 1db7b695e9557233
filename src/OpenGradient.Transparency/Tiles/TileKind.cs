namespace OpenGradient.Transparency;

/// <summary>What a tile holds.</summary>
public enum TileKind
{
    /// <summary>Hashes of the tree.</summary>
    Hashes,

    /// <summary>An entry bundle: the entries whose leaf hashes a level-0 tile holds.</summary>
    Entries,
}
