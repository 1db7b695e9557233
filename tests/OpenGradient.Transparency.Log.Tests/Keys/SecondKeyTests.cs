using OpenGradient.Transparency.Log.Tests.Kit;

namespace OpenGradient.Transparency.Log.Tests.Keys;

/// <summary>A log that signs its checkpoints with ML-DSA-44, too (spec/log-1 §1).</summary>
public sealed class SecondKeyTests : IDisposable
{
    private readonly LogFixture _fixture = new();
    private readonly CosignerSigningKey _second = CosignerSigningKey.Generate("test.example/log", CosignatureAlgorithm.MlDsa44);

    [Fact]
    public async Task Prove_TwoKeys_BothSignEveryCheckpoint()
    {
        await using TransparencyLog log = await OpenAsync(_second);
        AssertSignedTwice(log.LatestCheckpointNote);
        for (int i = 0; i < 3; i++)
        {
            LogProof proof = await log.ProveAsync(await log.AppendAsync(LogFixture.Entry(i)));

            AssertSignedTwice([.. proof.CheckpointNote]);
            TransparencyLogTests.AssertProves(proof, _fixture.Key.VerifierKey, (ulong)i, LogFixture.Entry(i));
        }

        AssertSignedTwice(await File.ReadAllBytesAsync(_fixture.PathOf("checkpoint")));
    }

    [Fact]
    public async Task Open_SecondKeyComesLate_SignsTheCheckpointThatIsThere()
    {
        await _fixture.FillAsync(0, 5);
        byte[] once = await File.ReadAllBytesAsync(_fixture.PathOf("checkpoint"));
        Checkpoint.TryOpen(once, _fixture.Key.VerifierKey, out Checkpoint? before);

        await using (TransparencyLog log = await OpenAsync(_second))
        {
            Assert.Equal(before!.Root, log.Latest.Root);
            AssertSignedTwice(log.LatestCheckpointNote);
        }

        byte[] twice = await File.ReadAllBytesAsync(_fixture.PathOf("checkpoint"));
        AssertSignedTwice(twice);
        await using (TransparencyLog log = await OpenAsync(_second))
            Assert.Equal(twice, log.LatestCheckpointNote);
    }

    [Fact]
    public async Task Open_SecondKeyGoesAway_IsTheSameLog()
    {
        await using (TransparencyLog log = await OpenAsync(_second))
            await LogFixture.AppendAsync(log, 0, 5);

        await using TransparencyLog alone = await OpenAsync(null);
        await LogFixture.AppendAsync(alone, 5, 1);

        TransparencyLogTests.AssertProves(await alone.ProveAsync(5), _fixture.Key.VerifierKey, 5, LogFixture.Entry(5));
    }

    [Theory]
    [InlineData("other.example/log", CosignatureAlgorithm.MlDsa44)]
    [InlineData("test.example/log", CosignatureAlgorithm.Ed25519)]
    public async Task Open_SecondKeyOfSomebodyElse_IsRefused(string name, CosignatureAlgorithm algorithm) =>
        await Assert.ThrowsAsync<ArgumentException>(() => OpenAsync(CosignerSigningKey.Generate(name, algorithm)));

    public void Dispose() => _fixture.Dispose();

    private Task<TransparencyLog> OpenAsync(CosignerSigningKey? second) =>
        TransparencyLog.OpenAsync(_fixture.Root, _fixture.Key, new LogOptions { CheckpointInterval = TimeSpan.FromMilliseconds(1), SecondKey = second }, TimeProvider.System);

    private void AssertSignedTwice(byte[] note)
    {
        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(note, _fixture.Key.VerifierKey, out Checkpoint? checkpoint));
        Assert.True(SignedNote.TryParse(note, out SignedNote? signed));
        Assert.Equal([_fixture.Key.VerifierKey.KeyHash, _second.VerifierKey.KeyHash], signed.Signatures.Select(static line => line.KeyHash));
        Assert.Equal(NoteVerdict.Valid, _second.VerifierKey.Check(signed, checkpoint!, out ulong time));
        Assert.Equal(0ul, time);
    }
}
