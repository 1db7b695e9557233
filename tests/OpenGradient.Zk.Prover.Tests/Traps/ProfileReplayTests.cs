using System.Buffers.Binary;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Files;
using OpenGradient.Zk.Prover.Tests.Models;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <summary>A proof, a key or a file of one hash, shown as one of the other: refused, whatever goes with it.</summary>
public sealed class ProfileReplayTests
{
    private const int ProfilePlace = 26 + (2 * sizeof(long)); // behind the first bytes of a file, the version and the visibility

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Verify_AProofOfTheOtherHash_IsRefusedWithEitherKey(bool isMadeWithBlake3)
    {
        (SmallCore core, SmallCore other) = (Create(isMadeWithBlake3), Create(!isMadeWithBlake3));
        CoreWitness witness = core.Run();
        (CommittedColumns key, CommittedColumns otherKey) = (core.CommitKey(), other.CommitKey());
        CoreStatement statement = core.State(witness, key);
        byte[] proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken);

        Assert.Equal(ProofFault.None, FileForm.Verify<QuadraticExtension>(statement, proof));
        Assert.NotEqual(ProofFault.None, FileForm.Verify<QuadraticExtension>(other.State(witness, otherKey), proof));
        Assert.NotEqual(ProofFault.None, FileForm.Verify<QuadraticExtension>(other.State(witness, key), proof));
        Assert.NotEqual(ProofFault.None, FileForm.Verify<QuadraticExtension>(core.State(witness, otherKey), proof));
    }

    /// <summary>The prover says from the start that the key's root is of the hash that it is not of, or opens a key of that hash for a root of the other.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(false)]
    [InlineData(true)]
    public void Prove_WithTheKeyOfTheOtherHash_IsRefused(bool isMadeWithBlake3)
    {
        (SmallCore core, SmallCore other) = (Create(isMadeWithBlake3), Create(!isMadeWithBlake3));
        CoreWitness witness = core.Run();
        (CommittedColumns key, CommittedColumns otherKey) = (core.CommitKey(), other.CommitKey());
        CoreStatement lie = core.State(witness, otherKey);

        Assert.NotEqual(key.Root.ToArray(), otherKey.Root.ToArray());
        Assert.Equal(ProofFault.RootDiffers, Judge(lie, witness, otherKey));
        Assert.Equal(ProofFault.RootDiffers, Judge(lie, witness, key));
        Assert.Equal(ProofFault.RootDiffers, Judge(core.State(witness, key), witness, otherKey));
    }

    /// <summary>The same root, and everything else: another profile has other keys.</summary>
    [Fact]
    public void KeyId_OfEachProfile_IsItsOwn()
    {
        SmallCore core = Create(hasBlake3: true);
        ProofKey key = core.State(core.Run(), core.CommitKey()).Key;

        Assert.Equal(4, ProofProfiles.All.ToArray().Select(profile => key.IdOf(profile.AsciiName())).Distinct().Count());
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(ProofProfile.Quadratic)]
    [InlineData(ProofProfile.QuadraticBlake3)]
    [InlineData(ProofProfile.CubicBlake3)]
    public void Verify_AFileThatNamesAnotherProfile_IsRefused(ProofProfile profile)
    {
        var sample = IntegerSample.PriceRisk();
        ModelProof proof = sample.Prover.Prove(sample.Inputs, new ProverOptions { Profile = profile }, progress: null, TestContext.Current.CancellationToken);
        byte[] bytes = proof.File.ToBytes();
        Assert.Equal(ProofVerdictCode.Ok, ProofVerifier.Verify(Read(bytes), sample.Prover.Subject, sample.Inputs, sample.Outputs).Code);

        foreach (ProofProfile other in ProofProfiles.All)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(ProfilePlace), (long)other);
            ProofFile file = Read(bytes);

            Assert.Equal(other, file.Profile);
            Assert.Equal(other == profile, file.KeyId == proof.File.KeyId);
            Assert.Equal(other == profile, ProofVerifier.Verify(file, sample.Prover.Subject, sample.Inputs, sample.Outputs).IsProved);
        }
    }

    /// <summary>A prover that is asked for one profile after the other commits to the weights for each.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Prove_OneProfileAfterTheOther_HasTheKeyOfEach()
    {
        var sample = IntegerSample.PriceRisk();
        foreach (ProofProfile profile in (ProofProfile[])[ProofProfile.Quadratic, ProofProfile.QuadraticBlake3, ProofProfile.Quadratic])
        {
            ModelProof proof = sample.Prover.Prove(sample.Inputs, new ProverOptions { Profile = profile }, progress: null, TestContext.Current.CancellationToken);

            Assert.Equal(WeightCommitment.Create(sample.Program, sample.Constants, profile).KeyId(profile), proof.File.KeyId);
            Assert.Equal(ProofVerdictCode.Ok, ProofVerifier.Verify(proof.File, sample.Prover.Subject, sample.Inputs, sample.Outputs).Code);
        }

        Assert.Throws<ArgumentException>(() => sample.Prover.Commitment.KeyId(ProofProfile.CubicBlake3));
    }

    [Fact]
    public void TryParse_EveryName_GivesItsProfile()
    {
        foreach (ProofProfile profile in ProofProfiles.All)
        {
            Assert.True(ProofProfiles.TryParse(profile.Name(), out ProofProfile parsed));
            Assert.Equal(profile, parsed);
        }

        Assert.False(ProofProfiles.TryParse("blake3", out _));
        Assert.False(ProofProfiles.TryParse(null, out _));
    }

    private static SmallCore Create(bool hasBlake3) => new(seed: 11, batch: 1, 5, 4, 3) { Trees = hasBlake3 ? TreeHash.Blake3 : TreeHash.Keccak256 };

    private static ProofFault Judge(CoreStatement statement, CoreWitness witness, CommittedColumns key) =>
        FileForm.Verify<QuadraticExtension>(statement, CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken));

    private static ProofFile Read(byte[] bytes)
    {
        Assert.True(ProofFile.TryRead(bytes, out ProofFile? file, out _, out _));
        return file;
    }
}
