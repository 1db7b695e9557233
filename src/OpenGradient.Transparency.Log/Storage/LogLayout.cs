namespace OpenGradient.Transparency.Log;

/// <summary>Where the files of a log lie. Everything outside <c>.state</c> is public and may be served as it is.</summary>
/// <remarks>
/// <code>
/// checkpoint                     the latest signed checkpoint
/// tile/L/N, tile/entries/N       tiles and entry bundles (c2sp.org/tlog-tiles)
/// .state/sequence                the entries in order: what is promised
/// .state/checkpoint              the latest checkpoint that the log signed, if witnesses cosign before one is published
/// .state/lock                    held by the one process that writes
/// .state/temporary/              files on their way to a name
/// </code>
/// </remarks>
internal sealed class LogLayout(string root)
{
    public string Root { get; } = Path.GetFullPath(root);

    public string Checkpoint => Path.Combine(Root, CheckpointName);

    public string Signed => Path.Combine(Root, SignedName);

    public string Tiles => Path.Combine(Root, TilesName);

    public string State => Path.Combine(Root, ".state");

    public string Sequence => Path.Combine(Root, SequenceName);

    public string Lock => Path.Combine(State, "lock");

    public string Temporary => Path.Combine(State, "temporary");

    public string PathOf(TilePath tile) => Path.Combine(Root, tile.ToString());

    /// <summary>The directory that holds the partial forms of a tile.</summary>
    public string PartialsOf(TilePath tile) =>
        PathOf(tile.Kind == TileKind.Entries ? TilePath.Entries(tile.Index) : TilePath.Hashes(tile.Level, tile.Index)) + ".p";

    public const string CheckpointName = "checkpoint";
    public const string SignedName = ".state/checkpoint";
    public const string SequenceName = ".state/sequence";
    public const string TilesName = "tile";
}
