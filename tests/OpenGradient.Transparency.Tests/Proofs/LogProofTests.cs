using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Tests.Notes;

namespace OpenGradient.Transparency.Tests.Proofs;

public sealed class LogProofTests
{
    private const string Hash = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    [Theory]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 73894\n" + Hash + "\n" + Hash + "\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAEC\nindex 18446744073709551615\n" + Hash + "\n\na\n\nb\n")]
    public void Format_ParsedProof_GivesTheSameBytes(string file)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(file);

        Assert.True(LogProof.TryParse(bytes, out LogProof? proof));
        Assert.Equal(bytes, proof.Format());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n")]
    [InlineData("c2sp.org/tlog-proof@v2\nindex 0\n\n")]
    [InlineData(" c2sp.org/tlog-proof@v1\nindex 0\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\r\nindex 0\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 00\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex  0\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 18446744073709551616\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAEC\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAE\nindex 0\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAEC\nextra AAEC\nindex 0\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nextra AAEC\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nAAEC\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n" + Hash + " \n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n\u00e9\n\n")]
    public void TryParse_Malformed_Refuses(string file) => Assert.False(LogProof.TryParse(Encoding.UTF8.GetBytes(file), out _));

    [Fact]
    public void TryParse_PathLongerThanAnyTree_Refuses()
    {
        string path = string.Concat(Enumerable.Repeat(Hash + "\n", 64));

        Assert.True(LogProof.TryParse(Encoding.UTF8.GetBytes($"c2sp.org/tlog-proof@v1\nindex 0\n{path}\n"), out _));
        Assert.False(LogProof.TryParse(Encoding.UTF8.GetBytes($"c2sp.org/tlog-proof@v1\nindex 0\n{path}{Hash}\n\n"), out _));
    }

    [Fact]
    public void VerifyInclusion_TwoReceipts_HoldsForTheRightOneAtTheRightPlace()
    {
        ReceiptId[] receipts = [new(Digest.Sha256("a"u8)), new(Digest.Sha256("b"u8))];
        Digest[] leaves = [.. receipts.Select(LogProof.LeafHash)];
        Checkpoint head = new("example.com/log", 2, MerkleTree.Root(leaves), []);
        LogProof proof = new(1, [leaves[0]], [.. NoteKit.Note("text\n")], []);

        Assert.True(proof.VerifyInclusion(leaves[1], head));
        Assert.False(proof.VerifyInclusion(leaves[0], head));
        Assert.False((proof with { Index = 0 }).VerifyInclusion(leaves[1], head));
        Assert.False((proof with { Index = 2 }).VerifyInclusion(leaves[1], head));
        Assert.False(proof.VerifyInclusion(leaves[1], head with { Size = 3 }));
    }
}
