using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Tests.LanguageModels;

public sealed class MerkleFrontierTests
{
    [Fact]
    public void Root_AfterEveryLeaf_IsTheTreesRoot()
    {
        MerkleFrontier frontier = new();
        List<Digest> leaves = [];
        Assert.Equal(MerkleTree.EmptyRoot, frontier.Root());

        for (byte i = 0; i < 130; i++)
        {
            leaves.Add(MerkleTree.HashLeaf([i]));
            frontier.Append(leaves[^1]);
            Assert.Equal(MerkleTree.Root(leaves.ToArray()), frontier.Root());
            Assert.Equal(leaves.Count, frontier.LeafCount);
        }
    }
}
