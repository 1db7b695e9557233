using System.Text.Json;
using OpenGradient.Tests;

namespace OpenGradient.Primitives.Tests.Merkle;

/// <summary>The inclusion and consistency proofs of transparency-dev/merkle (testdata, Apache-2.0): 98 of each, and 322 about subtrees, good and bad.</summary>
[Trait("Category", "Vectors")]
public sealed class MerkleVectorTests
{
    [Fact]
    public void VerifyInclusion_ExternalVectors_AgreesOnAll98()
    {
        List<string> wrong = [.. Cases("inclusion", 98).Where(static test => Inclusion(test.Root) == ExpectsError(test.Root)).Select(static test => test.File)];

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void VerifyConsistency_ExternalVectors_AgreesOnAll98()
    {
        List<string> wrong = [.. Cases("consistency", 98).Where(static test => Consistency(test.Root) == ExpectsError(test.Root)).Select(static test => test.File)];

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void VerifySubtreeInclusion_ExternalVectors_AgreesOnAll()
    {
        List<string> wrong = [.. Cases("subtreeinclusion", 204).Where(static test => SubtreeInclusion(test.Root) == ExpectsError(test.Root)).Select(static test => test.File)];

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void VerifySubtreeConsistency_ExternalVectors_AgreesOnAll()
    {
        List<string> wrong = [.. Cases("subtreeconsistency", 118).Where(static test => SubtreeConsistency(test.Root) == ExpectsError(test.Root)).Select(static test => test.File)];

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void VerifySubtreeConsistency_EverySubtreeOfSmallTrees_IsOneMerkleTree()
    {
        Digest[] leaves = [.. Enumerable.Range(0, 33).Select(static i => MerkleTree.HashLeaf([(byte)i]))];
        for (int size = 1; size <= leaves.Length; size++)
        {
            for (int end = 1; end <= size; end++)
                AssertSubtrees(leaves.AsSpan(0, size), end);
        }
    }

    /// <summary>A proof for each subtree that ends at one leaf, made by the draft's recursive definition.</summary>
    private static void AssertSubtrees(ReadOnlySpan<Digest> leaves, int end)
    {
        for (int start = 0; start < end; start++)
        {
            if (!SubtreeProof.IsSubtree((ulong)start, (ulong)end))
                continue;
            Digest[] path = [.. ProveSubtree(start, end, leaves, isKnown: true)];
            Assert.True(SubtreeProof.VerifyConsistency((ulong)start, (ulong)end, (ulong)leaves.Length, MerkleTree.Root(leaves[start..end]), MerkleTree.Root(leaves), path));
            Assert.False(SubtreeProof.VerifyConsistency((ulong)start, (ulong)end, (ulong)leaves.Length, leaves[0], MerkleTree.EmptyRoot, path));
        }
    }

    /// <summary>SUBTREE_SUBPROOF of draft-ietf-plants-merkle-tree-certs, section 4.4.1.</summary>
    private static IEnumerable<Digest> ProveSubtree(int start, int end, ReadOnlySpan<Digest> leaves, bool isKnown)
    {
        if (start == 0 && end == leaves.Length)
            return isKnown ? [] : [MerkleTree.Root(leaves)];
        int split = 1;
        while (split * 2 < leaves.Length)
            split *= 2;
        if (end <= split)
            return [.. ProveSubtree(start, end, leaves[..split], isKnown), MerkleTree.Root(leaves[split..])];
        if (split <= start)
            return [.. ProveSubtree(start - split, end - split, leaves[split..], isKnown), MerkleTree.Root(leaves[..split])];
        return [.. ProveSubtree(0, end - split, leaves[split..], isKnown: false), MerkleTree.Root(leaves[..split])];
    }

    private static bool SubtreeInclusion(JsonElement test) => IsHash(test, "leafHash") && IsHash(test, "root") && SubtreeProof.VerifyInclusion(
        Number(test, "leafIdx"), Number(test, "start"), Number(test, "end"), Hash(test, "leafHash"), Siblings(test), Hash(test, "root"));

    private static bool SubtreeConsistency(JsonElement test) => SubtreeProof.VerifyConsistency(
        Number(test, "start"), Number(test, "end"), Number(test, "size"), Hash(test, "root1"), Hash(test, "root2"), Siblings(test));

    private static ulong Number(JsonElement test, string name) => test.GetProperty(name).GetUInt64();

    private static bool Inclusion(JsonElement test) => IsHash(test, "leafHash") && IsHash(test, "root") && MerkleProof.VerifyInclusion(
        test.GetProperty("leafIdx").GetUInt64(), test.GetProperty("treeSize").GetUInt64(), Hash(test, "leafHash"), Siblings(test), Hash(test, "root"));

    private static bool Consistency(JsonElement test) => MerkleProof.VerifyConsistency(
        test.GetProperty("size1").GetUInt64(), test.GetProperty("size2").GetUInt64(), Hash(test, "root1"), Hash(test, "root2"), Siblings(test));

    private static bool ExpectsError(JsonElement test) => test.GetProperty("wantErr").GetBoolean();

    private static Digest[] Siblings(JsonElement test) =>
        test.GetProperty("proof") is { ValueKind: JsonValueKind.Array } path ? [.. path.EnumerateArray().Select(static hash => Hash(hash.GetBytesFromBase64()))] : [];

    private static Digest Hash(JsonElement test, string name) =>
        Hash(test.GetProperty(name).ValueKind == JsonValueKind.Null ? [] : test.GetProperty(name).GetBytesFromBase64());

    /// <summary>A leaf hash or root of another length cannot be said in our types: the case is refused before it reaches a proof.</summary>
    private static bool IsHash(JsonElement test, string name) =>
        test.GetProperty(name).ValueKind == JsonValueKind.String && test.GetProperty(name).GetBytesFromBase64().Length == Digest.SizeBytes;

    /// <summary>Some consistency vectors have words for hashes. Our type is 32 bytes: other words stay other, and equal ones equal.</summary>
    private static Digest Hash(byte[] bytes) => bytes.Length == Digest.SizeBytes ? new Digest(bytes) : Digest.Sha256(bytes);

    private static IEnumerable<(string File, JsonElement Root)> Cases(string kind, int expectedCount)
    {
        string[] files = Directory.GetFiles(ExternalVectors.Require(Path.Combine("merkle", kind)), "*.json", SearchOption.AllDirectories);
        Assert.Equal(expectedCount, files.Length);
        return files.Select(static file => (file, JsonDocument.Parse(File.ReadAllText(file)).RootElement));
    }
}
