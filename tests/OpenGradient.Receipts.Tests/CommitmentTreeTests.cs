using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Receipts.Tests;

public sealed class CommitmentTreeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(33)]
    [InlineData(100)]
    public void Build_AnySize_IsTheTreeOfRfc6962(int size)
    {
        CommitmentTree tree = Build(size);
        ImmutableArray<Disclosure> all = tree.DiscloseAll();
        Digest[] leaves = [.. all.Select(static disclosure => disclosure.Leaf.Hash(disclosure.Salt.Span))];

        Assert.Equal(MerkleTree.Root(leaves), tree.Commitment.Root);
        Assert.Equal(size, tree.Commitment.Leaves);
        for (int index = 0; index < size; index++)
        {
            Assert.Equal(MerkleTree.ProveInclusion(index, leaves), all[index].Path);
            Assert.True(all[index].IsPartOf(tree.Commitment));
        }
    }

    /// <summary>The encoding of section 3, written out by hand.</summary>
    [Fact]
    public void Hash_Leaf_IsThatOfTheSpecification()
    {
        byte[] salt = [.. Enumerable.Range(0, 16).Select(static index => (byte)index)];
        byte[] expected = [0x00, .. salt, 4, .. "text"u8, 0, 2, .. "é"u8, .. "content"u8];

        Assert.Equal(Digest.Sha256(expected), new CommitmentLeaf("text", "é", "content"u8.ToArray()).Hash(salt));
    }

    [Fact]
    public void Disclose_Salt_IsDerivedAsTheSpecificationSays()
    {
        byte[] treeSalt = HMACSHA256.HashData(TestKeys.DigestOf("receipt-1 test salt").AsSpan(), "output"u8);
        byte[] expected = HMACSHA256.HashData(treeSalt, (byte[])[.. "leaf"u8, 0, 0, 0, 2])[..16];

        Assert.Equal(expected, SampleContent.ChatOutput.Disclose(2).Salt.ToArray());
    }

    [Fact]
    public void Build_SameLeavesOtherSalts_HasAnotherRoot()
    {
        ImmutableArray<CommitmentLeaf> leaves = [new(LeafKind.Text, "0", "yes"u8.ToArray())];

        Digest first = CommitmentTree.Build(CommitmentSide.Output, leaves, ReceiptSalts.Generate()).Commitment.Root;
        Digest second = CommitmentTree.Build(CommitmentSide.Output, leaves, ReceiptSalts.Generate()).Commitment.Root;
        Digest asInput = CommitmentTree.Build(CommitmentSide.Input, leaves, SampleContent.Salts).Commitment.Root;
        Digest asOutput = CommitmentTree.Build(CommitmentSide.Output, leaves, SampleContent.Salts).Commitment.Root;

        Assert.NotEqual(first, second);
        Assert.NotEqual(asInput, asOutput);
    }

    [Fact]
    public void Build_LeavesThatHaveNoEncoding_Throws()
    {
        Assert.Throws<ArgumentException>(static () => CommitmentTree.Build(CommitmentSide.Input, [], SampleContent.Salts));
        Assert.Throws<ArgumentException>(static () => BuildOne(new("", "", default)));
        Assert.Throws<ArgumentException>(static () => BuildOne(new("a kind", "", default)));
        Assert.Throws<ArgumentException>(static () => BuildOne(new("text", new string('x', 65_536), default)));
    }

    [Fact]
    public void Disclose_NoSuchLeaf_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => SampleContent.TensorInput.Disclose(1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => SampleContent.TensorInput.Disclose(-1));
    }

    [Fact]
    public void ReceiptSalts_OtherLength_Throws() => Assert.Throws<ArgumentException>(static () => new ReceiptSalts(new byte[31]));

    private static CommitmentTree Build(int size) => CommitmentTree.Build(
        CommitmentSide.Input,
        [.. Enumerable.Range(0, size).Select(static index => new CommitmentLeaf(LeafKind.Text, $"{index}", Encoding.UTF8.GetBytes($"part {index}")))],
        SampleContent.Salts);

    private static CommitmentTree BuildOne(CommitmentLeaf leaf) => CommitmentTree.Build(CommitmentSide.Input, [leaf], SampleContent.Salts);
}
