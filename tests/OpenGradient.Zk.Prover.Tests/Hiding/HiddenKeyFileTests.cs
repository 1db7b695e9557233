using System.Diagnostics;
using OpenGradient.Primitives;
using OpenGradient.Tests;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests.Hiding;

/// <summary>Trap P17: a commitment that is used again and again gives itself away, so it is used so often and no more.</summary>
public sealed class HiddenKeyFileTests
{
    private const string PathVariable = "HIDDEN_KEY_PATH";
    private const int HeadBytes = 72;

    [Fact]
    [Trait("Category", "Slow")]
    public void Prove_SpentKey_IsRefused()
    {
        SmallCore core = new(seed: 11, batch: 1, 5, 4, 3) { Visibility = new(HidesInputs: true, HidesWeights: true) };
        CoreWitness witness = core.Run();
        CommittedColumns key = core.CommitKey();
        CoreStatement statement = core.State(witness, key);
        for (int proof = 0; proof < SmallCore.ProofCount; proof++)
            Assert.Equal(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(statement, Prove()));

        Assert.Throws<InvalidInputException>(Prove);

        byte[] Prove() => CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Prove_KeyThatIsNotCounted_IsRefused()
    {
        SmallCore core = new(seed: 11, batch: 1, 5, 3) { Visibility = new(HidesInputs: false, HidesWeights: true) };
        var key = CommittedColumns.CreateWitness(core.Parameters.KeyShape(core.Circuit, SmallCore.ProofCount), core.Circuit.KeyColumns, core.Weights, ProverRandomness.Secure, CancellationToken.None);
        CoreWitness witness = core.Run();

        Assert.Throws<ArgumentException>(() => CoreProver.Prove<QuadraticExtension>(core.State(witness, key), witness, key, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Open_AgainAndAgain_CountsOn()
    {
        string path = HiddenKeys.NewPath();
        var first = HiddenKeyFile.Create(path, proofCount: 2);
        first.Spend();
        var second = HiddenKeyFile.Open(path);

        Assert.Equal(2, second.ProofCount);
        Assert.Equal(first.RandomnessFor([1]).Draw(9), second.RandomnessFor([1]).Draw(9));
        Assert.NotEqual(first.RandomnessFor([1]).Draw(9), second.RandomnessFor([2]).Draw(9));
        second.Spend();
        Assert.Throws<InvalidInputException>(first.Spend);
        Assert.Throws<IOException>(() => HiddenKeyFile.Create(path, proofCount: 2));
    }

    [Fact]
    public void Open_OtherBytes_IsRefused()
    {
        string path = HiddenKeys.NewPath();
        HiddenKeyFile.Create(path, proofCount: 2);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal(HeadBytes, bytes.Length);

        File.WriteAllBytes(path, bytes[..^1]);
        Assert.Throws<InvalidDataException>(() => HiddenKeyFile.Open(path));
        bytes[0] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Throws<InvalidDataException>(() => HiddenKeyFile.Open(path));
        bytes[0] ^= 1;
        bytes.AsSpan(HeadBytes - sizeof(ulong)).Fill(0xff); // more proofs than can be counted
        File.WriteAllBytes(path, bytes);
        Assert.Throws<InvalidDataException>(() => HiddenKeyFile.Open(path));
    }

    /// <summary>Whoever is killed has counted every proof that anybody saw.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Spend_Killed_HasCountedWhatWasReleased()
    {
        string path = HiddenKeys.NewPath();
        HiddenKeyFile.Create(path, proofCount: int.MaxValue);
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string argument in new[] { "-explicit", "only", "-method", $"*{nameof(Spend_UntilKilled_Releases)}" })
            start.ArgumentList.Add(argument);
        start.Environment[PathVariable] = path;
        using (Process child = DoomedProcess.Start(start))
        {
            while (ReleasedOf(path) < 20 && !child.HasExited)
                await Task.Delay(5, TestContext.Current.CancellationToken);
            child.Kill();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        long released = ReleasedOf(path);
        Assert.InRange(released, 20, new FileInfo(path).Length - HeadBytes);
        HiddenKeyFile.Open(path).Spend();
    }

    /// <summary>What the test above starts and kills.</summary>
    [Fact(Explicit = true)]
    public void Spend_UntilKilled_Releases()
    {
        string path = Environment.GetEnvironmentVariable(PathVariable)!;
        var key = HiddenKeyFile.Open(path);
        using FileStream released = new(path + ".released", FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        while (true)
        {
            key.Spend();
            released.WriteByte(1);
        }
    }

    private static long ReleasedOf(string path) => File.Exists(path + ".released") ? new FileInfo(path + ".released").Length : 0;
}
