using OpenGradient.Kernels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Folds trees of as many hashes each, one behind the other, to their roots, which overwrite hashes: <see cref="RootPlace"/>.</summary>
internal readonly ref struct TreeFolding(Span<Digest> hashes, int leafCount) : IWorkBody
{
    private readonly Span<Digest> _hashes = hashes;

    /// <summary>How many parts so many trees are.</summary>
    public static int PartCount(int treeCount) => (treeCount + PartTrees - 1) / PartTrees;

    /// <summary>Where the root of a tree lies afterwards, counted from the first hash: a part's roots lie side by side.</summary>
    public static int RootPlace(int tree, int leafCount) => (tree / PartTrees * PartTrees * leafCount) + (tree % PartTrees);

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int start = part * PartTrees * leafCount;
        TileHashes.FoldEach(_hashes.Slice(start, Math.Min(PartTrees * leafCount, _hashes.Length - start)), leafCount);
    }

    private const int PartTrees = 64; // of a few tiles some 5 µs
}
