using System.Numerics;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Tests;

/// <summary>The terms of section 13, against numbers worked out by hand.</summary>
public sealed class SoundnessLedgerTests
{
    [Theory]
    [InlineData(1, 203, 16, 10025)] // 203 · log2(4/3) = 84.2526
    [InlineData(2, 124, 16, 10008)] // 124 · log2(8/5) = 84.0809
    [InlineData(2, 123, 16, 9940)]
    [InlineData(3, 102, 0, 8466)] // 102 · log2(16/9) = 84.6676
    [InlineData(1, 1, 0, 41)]
    public void Queries_AnyRate_HaveTheBitsOfTheFormula(int logInverseRate, int queryCount, int workBits, int centiBits)
    {
        SoundnessLedger ledger = new();
        ledger.AddQueries(CodeOf(logInverseRate), queryCount, workBits);

        Assert.Equal(centiBits, SoundnessLedger.CentiBitsOf(ledger.Error));
        Assert.Equal(centiBits, Assert.Single(ledger.Terms).CentiBits);
    }

    [Fact]
    public void Queries_OfAQuarter_AreWholeUnits()
    {
        SoundnessLedger ledger = new();
        ledger.AddQueries(CodeOf(1), queryCount: 3, workBits: 2);

        Assert.Equal(27 * (BigInteger.One << (SoundnessLedger.UnitBits - 6 - 2)), ledger.Error);
    }

    /// <summary>A number of E comes from at most (2^64 + 2^32)^D of 2^(128 D) draws: p (2^64 + 2^32) = 2^128 - 2^32 · 2^32 + 2^64 + 2^32 is above 2^128.</summary>
    [Fact]
    public void Challenge_EachField_CountsTheMostFrequentNumber()
    {
        SoundnessLedger quadratic = new();
        SoundnessLedger cubic = new();
        quadratic.AddChallenge<QuadraticExtension>(SoundnessRule.Points, 1, workBits: 0);
        cubic.AddChallenge<CubicExtension>(SoundnessRule.Points, 1, workBits: 0);
        BigInteger most = (BigInteger.One << 64) + (BigInteger.One << 32);

        Assert.True(Goldilocks.Modulus * most > BigInteger.One << 128);
        Assert.Equal(most * most, quadratic.Error);
        Assert.Equal(((BigInteger.Pow(most, 3) - 1) >> 128) + 1, cubic.Error);
    }

    [Fact]
    public void Challenges_OfATranscript_AreCountedWithTheWorkRightBeforeThem()
    {
        var transcript = Transcript.Start<QuadraticExtension>();
        BigInteger unit = BigInteger.Pow((BigInteger.One << 64) + (BigInteger.One << 32), 2);

        transcript.Soundness.Part = "first";
        transcript.Challenges<QuadraticExtension>(5);
        transcript.Challenge<QuadraticExtension>(SoundnessRule.Joins, 6);
        Assert.Equal(11 * unit, transcript.Soundness.Error);
        Assert.Equal([SoundnessRule.Points, SoundnessRule.Joins], transcript.Soundness.Terms.Select(static term => term.Rule));

        transcript.Soundness.Part = "second";
        transcript.TryWork(4, 0);
        transcript.Challenge<QuadraticExtension>(SoundnessRule.Rows, 32);
        Assert.Equal(13 * unit, transcript.Soundness.Error);

        transcript.Absorb(0, []);
        transcript.Challenge<QuadraticExtension>(SoundnessRule.Rows, 32);
        Assert.Equal(45 * unit, transcript.Soundness.Error);
        Assert.Equal(("second", 34 * unit), (transcript.Soundness.Terms[^1].Part, transcript.Soundness.Terms[^1].Error));
    }

    [Fact]
    public void Reaches_ExactlyTheLevel_AndNotOneUnitLess()
    {
        SoundnessLedger ledger = new();
        ledger.AddQueries(CodeOf(1), queryCount: 2, workBits: 98); // 9/16 · 2^-98
        Assert.True(ledger.Reaches(98));
        Assert.False(ledger.Reaches(99));
        ledger.AddQueries(CodeOf(1), queryCount: 0, workBits: 102); // + 2^-102, ...
        ledger.AddQueries(CodeOf(1), queryCount: 1, workBits: 99); // + 3/8 · 2^-98: a full 2^-98
        Assert.True(ledger.Reaches(98));
        ledger.AddQueries(CodeOf(1), queryCount: 0, workBits: SoundnessLedger.UnitBits);
        Assert.False(ledger.Reaches(98));
    }

    [Fact]
    public void Error_OfNothing_IsNone()
    {
        SoundnessLedger ledger = new();
        ledger.AddChallenge<QuadraticExtension>(SoundnessRule.Joins, 0, workBits: 0);

        Assert.Empty(ledger.Terms);
        Assert.Equal(100 * SoundnessLedger.UnitBits, SoundnessLedger.CentiBitsOf(ledger.Error));
    }

    private static CommitmentShape[] CodeOf(int logInverseRate) => [new(LogRowCount: 0, LogRowElements: 0, logInverseRate)];
}
