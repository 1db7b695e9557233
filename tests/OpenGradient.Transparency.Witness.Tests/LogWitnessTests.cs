using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Witness.Tests.Kit;

namespace OpenGradient.Transparency.Witness.Tests;

/// <summary>c2sp.org/tlog-witness: what is cosigned, and what is refused with which status.</summary>
public sealed class LogWitnessTests
{
    [Fact]
    public async Task AddCheckpoint_GrowingTree_IsCosignedByBothKeys()
    {
        using TreeKit log = new();
        await using WitnessFixture fixture = new(log);
        foreach ((ulong oldSize, ulong size) in ((ulong, ulong)[])[(0, 0), (0, 3), (3, 3), (3, 64), (64, 65), (65, 200)])
        {
            (int status, string text) = await fixture.AskAsync(log.Request(oldSize, size));

            Assert.Equal(200, status);
            Assert.True(SignedNote.TryParse([.. log.Checkpoint(size), .. Encoding.UTF8.GetBytes(text)], out SignedNote? note));
            Assert.True(Checkpoint.TryParseBodyUnverified(note.Text, out Checkpoint? checkpoint));
            Assert.Equal(NoteVerdict.Valid, fixture.Ed25519Key.VerifierKey.Check(note, checkpoint, out ulong time));
            Assert.Equal(NoteVerdict.Valid, fixture.MlDsaKey.VerifierKey.Check(note, checkpoint, out _));
            Assert.NotEqual(0UL, time);
            Assert.Equal(size, fixture.Witness.SizeOf(log.Key.VerifierKey.Name));
        }
    }

    [Fact]
    public async Task AddCheckpoint_WrongOldSize_IsConflictWithTheRightOne()
    {
        using TreeKit log = new();
        await using WitnessFixture fixture = new(log);
        Assert.Equal(200, (await fixture.AskAsync(log.Request(0, 10))).Status);

        foreach (ulong old in (ulong[])[0, 9, 11])
        {
            WitnessAnswer answer = await fixture.Witness.AddCheckpointAsync(log.Request(old, 20).Format());
            Assert.Equal((409, "10\n"), WitnessFixture.Read(answer));
            Assert.Equal("text/x.tlog.size", answer.MediaType);
        }
    }

    [Fact]
    public async Task AddCheckpoint_TreesThatDoNotContinue_AreNeverCosigned()
    {
        using TreeKit log = new();
        await using WitnessFixture fixture = new(log);
        Assert.Equal(200, (await fixture.AskAsync(log.Request(0, 10))).Status);

        Assert.Equal(422, (await fixture.AskAsync(log.Request(10, 20, world: 1))).Status);
        Assert.Equal(422, (await fixture.AskAsync(log.Request(10, 10, world: 1))).Status);
        Assert.Equal(422, (await fixture.AskAsync(log.Request(10, 10) with { Proof = [Digest.Sha256("more"u8)] })).Status);
        Assert.Equal(422, (await fixture.AskAsync(log.Request(10, 20) with { Proof = [] })).Status);
        Assert.Equal(422, (await fixture.AskAsync(log.Request(10, 20) with { Proof = [.. TreeKit.Prove(10, 20).Reverse()] })).Status);
        Assert.Equal(400, (await fixture.AskAsync(log.Request(10, 9))).Status);
        Assert.Equal(409, (await fixture.AskAsync(log.Request(5, 9))).Status);
        Assert.Equal(10UL, fixture.Witness.SizeOf(log.Key.VerifierKey.Name));
    }

    [Fact]
    public async Task AddCheckpoint_EmptyTree_HasTheEmptyRootAndNoProof()
    {
        using TreeKit log = new();
        await using WitnessFixture fixture = new(log);

        Assert.Equal(422, (await fixture.AskAsync(new(0, [], [.. log.Key.Sign(0, Digest.Sha256("not empty"u8))]))).Status);
        Assert.Equal(422, (await fixture.AskAsync(log.Request(0, 5) with { Proof = [Digest.Sha256("a proof"u8)] })).Status);
    }

    [Fact]
    public async Task AddCheckpoint_SignedByOthers_IsRefused()
    {
        using TreeKit log = new();
        using TreeKit namesake = new();
        using TreeKit unknown = new("unknown.example/log");
        await using WitnessFixture fixture = new(log);

        Assert.Equal(404, (await fixture.AskAsync(unknown.Request(0, 5))).Status);
        Assert.Equal(403, (await fixture.AskAsync(namesake.Request(0, 5))).Status);
        byte[] changed = log.Request(0, 5).Format();
        changed[^10] ^= 1;
        Assert.Contains((await fixture.Witness.AddCheckpointAsync(changed)).Status, (int[])[400, 403]);
        Assert.Equal(0UL, fixture.Witness.SizeOf(log.Key.VerifierKey.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("old 0")]
    [InlineData("old 0\n")]
    [InlineData("old 00\n\nx")]
    [InlineData("old -1\n\nx")]
    [InlineData("old 18446744073709551616\n\nx")]
    [InlineData("new 0\n\nx")]
    [InlineData("old 0\nAAAA\n\nx")]
    [InlineData("old 0\n\nno checkpoint")]
    [InlineData("old 0\n\na\nb\n\n— a AAAAAAA=\n")]
    public async Task AddCheckpoint_Malformed_Is400(string body)
    {
        using TreeKit log = new();
        await using WitnessFixture fixture = new(log);

        Assert.Equal(400, (await fixture.Witness.AddCheckpointAsync(Encoding.UTF8.GetBytes(body))).Status);
    }

    [Fact]
    public async Task AddCheckpoint_64LinesOfProof_AreTooMany()
    {
        using TreeKit log = new();
        await using WitnessFixture fixture = new(log);
        AddCheckpointRequest request = log.Request(0, 5) with { Proof = [.. Enumerable.Repeat(Digest.Sha256("line"u8), 64)] };

        Assert.Equal(400, (await fixture.AskAsync(request)).Status);
        Assert.Equal(422, (await fixture.AskAsync(request with { Proof = request.Proof[1..] })).Status);
    }

    [Fact]
    public async Task AddCheckpoint_SideBySide_OneContinuesTheOther()
    {
        using TreeKit log = new();
        await using WitnessFixture fixture = new(log);

        (int Status, string Text)[] answers = await Task.WhenAll(Enumerable.Range(1, 40).Select(size => Task.Run(() => fixture.AskAsync(log.Request(0, (ulong)size, world: (byte)(size % 3))))));

        Assert.Equal(1, answers.Count(static answer => answer.Status == 200));
        Assert.Equal(39, answers.Count(static answer => answer.Status == 409));
    }

    [Fact]
    public async Task FindCheckpoint_AfterRestart_IsTheLatestWithAllLines()
    {
        using TreeKit log = new();
        await using WitnessFixture fixture = new(log);
        string hash = Digest.Sha256(Encoding.UTF8.GetBytes(log.Key.VerifierKey.Name)).ToString();
        Assert.Null(fixture.Witness.FindCheckpoint(hash));
        Assert.Equal(200, (await fixture.AskAsync(log.Request(0, 7))).Status);
        await fixture.RestartAsync();

        byte[] note = fixture.Witness.FindCheckpoint(hash)!;

        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(note, log.Key.VerifierKey, out Checkpoint? checkpoint));
        Assert.True(SignedNote.TryParse(note, out SignedNote? parsed));
        Assert.Equal(7UL, checkpoint!.Size);
        Assert.Equal(NoteVerdict.Valid, fixture.Ed25519Key.VerifierKey.Check(parsed, checkpoint, out _));
        Assert.Equal(NoteVerdict.Valid, fixture.MlDsaKey.VerifierKey.Check(parsed, checkpoint, out _));
        Assert.Equal((409, "7\n"), await fixture.AskAsync(log.Request(0, 9)));
    }

    [Fact]
    public async Task SignSubtree_OfACosignedTree_IsSignedAndOthersAreNot()
    {
        using TreeKit log = new();
        await using WitnessFixture fixture = new(log);
        await fixture.AskAsync(log.Request(0, 14));
        string note = Encoding.UTF8.GetString(fixture.Witness.FindCheckpoint(Digest.Sha256(Encoding.UTF8.GetBytes(log.Key.VerifierKey.Name)).ToString())!);
        Digest[] leaves = TreeKit.Leaves(14);
        Digest root = MerkleTree.Root(leaves.AsSpan(8, 4));
        string request = $"subtree 8 12\n{Line(root)}{Line(MerkleTree.Root(leaves.AsSpan(12, 2)))}{Line(MerkleTree.Root(leaves.AsSpan(0, 8)))}\n{note}";

        (int status, string text) = WitnessFixture.Read(fixture.Witness.SignSubtree(Encoding.UTF8.GetBytes(request)));

        Assert.Equal(200, status);
        Assert.StartsWith("\u2014 test.example/witness ", text, StringComparison.Ordinal);
        Assert.Equal(422, Sign(fixture, request.Replace(Line(root), Line(leaves[0]), StringComparison.Ordinal)));
        Assert.Equal(400, Sign(fixture, request.Replace("subtree 8 12", "subtree 8 15", StringComparison.Ordinal)));
        Assert.Equal(400, Sign(fixture, request.Replace("subtree 8 12", "subtree 7 12", StringComparison.Ordinal)));
        Assert.Equal(403, Sign(fixture, request[..request.IndexOf("test.example/log\n14", StringComparison.Ordinal)] + Encoding.UTF8.GetString(log.Checkpoint(14))));
    }

    private static int Sign(WitnessFixture fixture, string request) => fixture.Witness.SignSubtree(Encoding.UTF8.GetBytes(request)).Status;

    private static string Line(Digest hash) => $"{Convert.ToBase64String(hash.AsSpan())}\n";
}
