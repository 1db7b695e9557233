using System.Numerics;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <summary>Parameters are refused as soon as they are under the level, whatever the proof; and everything that makes a statement larger makes it less sure.</summary>
public sealed class SoundnessTests
{
    [Fact]
    public void Choice_Quadratic_IsTheLeastThatIsAccepted()
    {
        CoreStatement statement = State(out CoreWitness witness, out CommittedColumns key, 5, 4);
        ProofParameters chosen = ParameterChoice.For<QuadraticExtension>(statement);

        Assert.Equal(ProofParameters.Default, chosen);
        Assert.Equal(ProofFault.None, Judge(statement with { Parameters = chosen }, witness, key));
        Assert.Equal(ProofFault.TooLittleSoundness, Judge(statement with { Parameters = chosen with { Queries = chosen.Queries with { QueryCount = chosen.Queries.QueryCount - 1 } } }, witness, key));
        Assert.Equal(ProofFault.TooLittleSoundness, Judge(statement with { Parameters = chosen with { Queries = chosen.Queries with { WorkBits = 15 } } }, witness, key));
    }

    [Fact]
    public void Choice_Cubic_ReachesItsOwnLevel()
    {
        CoreStatement statement = State(out _, out _, 5, 4);
        ProofParameters chosen = ParameterChoice.For<CubicExtension>(statement);

        Assert.True(CoreVerifier.Weigh<CubicExtension>(statement with { Parameters = chosen }).Reaches(128));
        Assert.Equal(166, chosen.Queries.QueryCount); // (128 - 16) / log2(8/5) = 165.2
        Assert.Equal(0, chosen.LookupWorkBits);
        Assert.False(CoreVerifier.Weigh<CubicExtension>(statement with { Parameters = ProofParameters.Default }).Reaches(128));
    }

    /// <summary>A rate for which rows and words leave little to the queries is still one that the choice knows.</summary>
    [Theory]
    [InlineData(1, 203)]
    [InlineData(3, 102)]
    [InlineData(4, 93)]
    public void Choice_OtherRates_TakeOtherNumbersOfQueries(int logInverseRate, int queryCount)
    {
        CoreStatement statement = State(out _, out _, 5, 4);
        ProofParameters chosen = ParameterChoice.For<QuadraticExtension>(statement with { Parameters = new(logInverseRate, ProofParameters.Default.Queries) });

        Assert.Equal(new ProofParameters(logInverseRate, new(queryCount, 16)), chosen);
        Assert.True(CoreVerifier.Weigh<QuadraticExtension>(statement with { Parameters = chosen }).Reaches(100));
    }

    [Fact]
    public void Verify_ParametersThatNobodyTakesOn_AreRefusedBeforeTheProof()
    {
        CoreStatement statement = State(out _, out _, 5, 4);
        ProofParameters[] malformed = [new(0, new(124, 16)), new(5, new(124, 16)), new(2, new(0, 16)), new(2, new(1 << 13, 16)), new(2, new(124, 41)), new(2, new(124, -1)), new(2, new(124, 16), 41)];

        Assert.All(malformed, parameters => Assert.Equal(ProofFault.StatementMalformed, CoreVerifier.Verify<QuadraticExtension>(statement with { Parameters = parameters }, [])));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Verify_OtherParametersThanTheProver_IsRefused()
    {
        CoreStatement statement = State(out CoreWitness witness, out CommittedColumns key, 5, 4);
        byte[] proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken);

        Assert.NotEqual(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(statement with { Parameters = statement.Parameters with { Queries = new(124, 15) } }, proof));
        Assert.NotEqual(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(statement with { Parameters = statement.Parameters with { LookupWorkBits = 1 } }, proof));
    }

    /// <summary>Each part and rule is there, and grows with what it counts.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Weigh_LargerStatement_CountsMoreOfEveryTerm()
    {
        SoundnessLedger small = CoreVerifier.Weigh<QuadraticExtension>(State(out _, out _, 5, 4));
        SoundnessLedger large = CoreVerifier.Weigh<QuadraticExtension>(State(out _, out _, 2050, 1030, 40));
        (string, SoundnessRule)[] expected =
        [
            ("lookups", SoundnessRule.Rows), ("lookups", SoundnessRule.Points), ("lookups", SoundnessRule.Joins), ("lookups", SoundnessRule.Sumchecks), ("outputs", SoundnessRule.Points),
            ("steps", SoundnessRule.Points), ("steps", SoundnessRule.Joins), ("steps", SoundnessRule.Sumchecks), ("openings", SoundnessRule.Joins), ("openings", SoundnessRule.Sumchecks), ("openings", SoundnessRule.Words),
            ("openings", SoundnessRule.Queries),
        ];

        Assert.Equal(expected.Order(Order), large.Terms.Select(static term => (term.Part, term.Rule)).Order(Order));
        foreach ((string part, SoundnessRule rule) in expected)
            Assert.True(rule == SoundnessRule.Queries ? ErrorOf(large, part, rule) == ErrorOf(small, part, rule) : ErrorOf(large, part, rule) > ErrorOf(small, part, rule), $"{part}: {rule.Name}");
        Assert.Equal(large.Error, large.Terms.Aggregate(BigInteger.Zero, static (sum, term) => sum + term.Error));
    }

    [Fact]
    public void Weigh_WorkBeforeLookups_CountsForTheirRowsOnly()
    {
        CoreStatement statement = State(out _, out _, 5, 4);
        SoundnessLedger without = CoreVerifier.Weigh<QuadraticExtension>(statement);
        SoundnessLedger with = CoreVerifier.Weigh<QuadraticExtension>(statement with { Parameters = statement.Parameters with { LookupWorkBits = 5 } });

        Assert.Equal(ErrorOf(without, "lookups", SoundnessRule.Rows), 32 * ErrorOf(with, "lookups", SoundnessRule.Rows));
        Assert.Equal(without.Without(SoundnessRule.Rows).Error, with.Without(SoundnessRule.Rows).Error);
    }

    private static readonly Comparer<(string Part, SoundnessRule Rule)> Order = Comparer<(string Part, SoundnessRule Rule)>.Create(static (left, right) => string.CompareOrdinal(left.Part + left.Rule.Name, right.Part + right.Rule.Name));

    private static BigInteger ErrorOf(SoundnessLedger ledger, string part, SoundnessRule rule) => ledger.Terms.Single(term => term.Part == part && term.Rule == rule).Error;

    private static CoreStatement State(out CoreWitness witness, out CommittedColumns key, params ReadOnlySpan<int> widths)
    {
        SmallCore core = new(seed: 1, batch: 1, widths);
        witness = core.Run();
        key = core.CommitKey();
        return core.State(witness, key);
    }

    private static ProofFault Judge(CoreStatement statement, CoreWitness witness, CommittedColumns key) =>
        CoreVerifier.Verify<QuadraticExtension>(statement, CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken));
}
