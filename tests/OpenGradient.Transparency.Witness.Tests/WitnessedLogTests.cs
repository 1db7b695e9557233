using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;
using OpenGradient.Transparency.Witness.Tests.Kit;

namespace OpenGradient.Transparency.Witness.Tests;

/// <summary>A log and its witnesses over HTTP: up, down, slow, lying, and back again.</summary>
public sealed class WitnessedLogTests
{
    [Fact]
    public async Task Prove_ThreeWitnesses_CarriesAllTheirCosignatures()
    {
        await using WitnessedLog kit = await WitnessedLog.CreateAsync(honest: 3);
        await using TransparencyLog log = await kit.OpenAsync();

        LogProof proof = await AppendAsync(log, 1);

        Assert.Equal(["w0", "w1", "w2"], kit.Cosigned(proof));
        Assert.Equal(proof.CheckpointNote.ToArray(), await log.ReadResourceAsync("checkpoint"));
    }

    [Fact]
    public async Task Prove_OneDownAndOneLying_HasAQuorumOfTheOthers()
    {
        await using WitnessedLog kit = await WitnessedLog.CreateAsync(honest: 2, down: 1, lying: 1);
        await using TransparencyLog log = await kit.OpenAsync();

        for (int number = 0; number < 5; number++)
            Assert.Equal(["w0", "w1"], kit.Cosigned(await AppendAsync(log, number)));
        Assert.Equal(2, kit.Panel.Status.Count(static status => status.Trouble is not null));
    }

    /// <summary>One wrong line in a known name makes a checkpoint invalid for all who know that name: no witness may put it there.</summary>
    [Fact]
    public async Task Prove_WitnessThatSignsMoreThanTheCheckpoint_LeavesNoLine()
    {
        using PoisoningWitness poison = new();
        Assert.True(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes($"witness poison {poison.Key.VerifierKey} {poison.Url}\nquorum poison\n"), out WitnessPolicy? policy, out _));
        using WitnessPanel panel = new(policy, new WitnessPanelOptions(), TimeProvider.System);
        await using WitnessedLog kit = await WitnessedLog.CreateAsync(honest: 1);
        await using TransparencyLog log = await TransparencyLog.OpenAsync(kit.Root, kit.Key, new LogOptions { CheckpointInterval = TimeSpan.FromMilliseconds(1), Witnesses = panel }, TimeProvider.System);

        LogProof proof = await AppendAsync(log, 1);

        Assert.True(SignedNote.TryParse(proof.CheckpointNote.AsSpan(), out SignedNote? note));
        Assert.Single(note.Signatures);
        Assert.Contains("no signature line", panel.Status.Single().Trouble, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Prove_PolicyThatDemandsTheLogsSecondKey_CountsItsLineOnce()
    {
        CosignerSigningKey second = CosignerSigningKey.Generate("test.example/log", CosignatureAlgorithm.MlDsa44);
        await using WitnessedLog kit = await WitnessedLog.CreateAsync(honest: 1);
        PolicyWitness other = kit.Policy.Witnesses.Single();
        string text = $"witness second {second.VerifierKey}\nwitness w0 {other.Key} {other.Url}\ngroup both all second w0\nquorum both\n";
        Assert.True(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(text), out WitnessPolicy? policy, out _));
        using WitnessPanel panel = new(policy, new WitnessPanelOptions { Patience = TimeSpan.FromSeconds(20) }, TimeProvider.System);
        LogOptions options = new() { CheckpointInterval = TimeSpan.FromMilliseconds(1), Witnesses = panel, SecondKey = second };
        await using TransparencyLog log = await TransparencyLog.OpenAsync(kit.Root, kit.Key, options, TimeProvider.System);

        LogProof proof = await AppendAsync(log, 1);

        Assert.True(SignedNote.TryParse(proof.CheckpointNote.AsSpan(), out SignedNote? note));
        Assert.True(Checkpoint.TryParseBodyUnverified(note.Text, out Checkpoint? checkpoint));
        Assert.True(policy.Check(note, checkpoint).IsQuorum);
        Assert.Equal(3, note.Signatures.Length);
    }

    [Fact]
    public async Task Prove_NoQuorum_IsServedWithWhatThereIs()
    {
        await using WitnessedLog kit = await WitnessedLog.CreateAsync(honest: 1, down: 2);
        await using TransparencyLog log = await kit.OpenAsync();

        LogProof proof = await AppendAsync(log, 1);

        Assert.Equal(["w0"], kit.Cosigned(proof));
        Assert.False(kit.IsQuorum(proof));
    }

    [Fact]
    public async Task Prove_WitnessesComeBack_ACheckpointWithoutNewEntriesGetsItsQuorum()
    {
        await using WitnessedLog kit = await WitnessedLog.CreateAsync(honest: 2);
        await kit.StopWitnessesAsync();
        await using TransparencyLog log = await kit.OpenAsync();
        Assert.Empty(kit.Cosigned(await AppendAsync(log, 1)));

        await kit.StartWitnessesAsync();
        LogProof proof = await log.ProveAsync(0);
        for (int attempt = 0; attempt < 200 && !kit.IsQuorum(proof); attempt++)
        {
            await Task.Delay(50);
            proof = await log.ProveAsync(0);
        }

        Assert.Equal(["w0", "w1"], kit.Cosigned(proof));
    }

    [Fact]
    public async Task Open_Again_KeepsCosignaturesAndGoesOnFromTheSameTree()
    {
        await using WitnessedLog kit = await WitnessedLog.CreateAsync(honest: 2);
        await using (TransparencyLog log = await kit.OpenAsync())
            Assert.True(kit.IsQuorum(await AppendAsync(log, 1)));
        await kit.StopWitnessesAsync();

        await using (TransparencyLog log = await kit.OpenAsync())
        {
            Assert.True(kit.IsQuorum(await log.ProveAsync(0)));
            Assert.False(kit.IsQuorum(await AppendAsync(log, 2)));
        }

        await kit.StartWitnessesAsync();
        await using TransparencyLog again = await kit.OpenAsync();
        Assert.True(kit.IsQuorum(await AppendAsync(again, 3)));
        Assert.True((await LogAuditor.CheckAsync(kit.Root, kit.Key.VerifierKey)).IsConsistent);
    }

    [Fact]
    public async Task Cosign_LogPutBackToAnOlderState_IsNoticedByItsWitnesses()
    {
        await using WitnessedLog kit = await WitnessedLog.CreateAsync(honest: 2);
        await using (TransparencyLog log = await kit.OpenAsync())
            await AppendAsync(log, 1);
        string backup = kit.Root + "-backup";
        Copy(kit.Root, backup);
        await using (TransparencyLog log = await kit.OpenAsync())
        {
            await AppendAsync(log, 2);
            await AppendAsync(log, 3);
        }

        Directory.Delete(kit.Root, recursive: true);
        Directory.Move(backup, kit.Root);
        await using TransparencyLog forked = await kit.OpenAsync();
        LogProof proof = await AppendAsync(forked, 99);

        Assert.Empty(kit.Cosigned(proof));
        Assert.All(kit.Panel.Status, static status => Assert.NotNull(status.Trouble));
    }

    private static async Task<LogProof> AppendAsync(TransparencyLog log, int number) =>
        await log.ProveAsync(await log.AppendAsync(new ReceiptId(Digest.Sha256(Encoding.UTF8.GetBytes($"entry {number}")))));

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
