using System.Text;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

public sealed class PolicyTests
{
    [Fact]
    public void TryParse_EmptyObject_RequiresSignatureAndLog()
    {
        Policy policy = Sample.ParsePolicy("{}");

        Assert.Equal([RowKind.Signature, RowKind.Log], policy.RequiredRows(withReexecution: false));
        Assert.Equal([RowKind.Signature, RowKind.Log, RowKind.Reexecution], policy.RequiredRows(withReexecution: true));
    }

    [Theory]
    [InlineData("""{"issuers":[],"require":[]}""", RowKind.Signature)]
    [InlineData("""{"models":[],"require":[]}""", RowKind.Signature)]
    [InlineData("""{"nonce":"","require":[]}""", RowKind.Signature)]
    [InlineData("""{"maxAgeSeconds":"0","require":[]}""", RowKind.Signature)]
    [InlineData("""{"logs":[],"require":[]}""", RowKind.Log)]
    [InlineData("""{"proofKeys":[],"require":[]}""", RowKind.Proof)]
    [InlineData("""{"auditors":[],"require":[]}""", RowKind.Audit)]
    public void RequiredRows_Constraint_AddsTheRowThatCarriesIt(string json, RowKind expected) =>
        Assert.Equal([expected], Sample.ParsePolicy(json).RequiredRows(withReexecution: false));

    [Theory]
    [InlineData("", "the JSON text")]
    [InlineData("[]", "the JSON text")]
    [InlineData("""{"require":[],"require":[]}""", "the JSON text")]
    [InlineData("""{"issuer":[]}""", "issuer")]
    [InlineData("""{"require":"log"}""", "require")]
    [InlineData("""{"require":["receipt"]}""", "require")]
    [InlineData("""{"require":["policy"]}""", "require")]
    [InlineData("""{"require":[null]}""", "require")]
    [InlineData("""{"issuers":["00"]}""", "issuers")]
    [InlineData("""{"logs":{}}""", "logs")]
    [InlineData("""{"models":[1]}""", "models")]
    [InlineData("""{"nonce":"0"}""", "nonce")]
    [InlineData("""{"nonce":"AA"}""", "nonce")]
    [InlineData("""{"maxAgeSeconds":86400}""", "maxAgeSeconds")]
    [InlineData("""{"maxAgeSeconds":"-1"}""", "maxAgeSeconds")]
    [InlineData("""{"maxAgeSeconds":"01"}""", "maxAgeSeconds")]
    [InlineData("""{"anyOf":[]}""", "anyOf")]
    [InlineData("""{"dictated":"always"}""", "dictated")]
    [InlineData("""{"anyOf":[[]]}""", "anyOf")]
    [InlineData("""{"anyOf":["proof"]}""", "anyOf")]
    [InlineData("""{"semantics":["exec 1"]}""", "semantics")]
    [InlineData("""{"rules":[]}""", "rules")]
    [InlineData("""{"rules":[[]]}""", "rules[0]")]
    [InlineData("""{"rules":[{}]}""", "rules[0].for")]
    [InlineData("""{"rules":[{"for":"*"},{"for":""}]}""", "rules[1].for")]
    [InlineData("""{"rules":[{"for":"a","upTo":"-1"}]}""", "rules[0].upTo")]
    [InlineData("""{"rules":[{"for":"a","above":"1e3"}]}""", "rules[0].above")]
    [InlineData("""{"rules":[{"for":"a","above":"1","upTo":"1.0"}]}""", "rules[0].upTo")]
    [InlineData("""{"rules":[{"for":"a","rules":[]}]}""", "rules[0].rules")]
    [InlineData("""{"rules":[{"for":"a","nonce":"0"}]}""", "rules[0].nonce")]
    [InlineData("""{"\u001b[2J":1}""", "a member")]
    public void TryParse_BadPolicy_NamesTheMember(string json, string expected)
    {
        bool isPolicy = Policy.TryParse(Encoding.UTF8.GetBytes(json), out Policy? policy, out string fault);

        Assert.False(isPolicy);
        Assert.Null(policy);
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void RequiredRows_ProofOrReexecutionIsAnAlternative_DoesNotRequireIt()
    {
        Policy policy = Sample.ParsePolicy("""{"proofKeys":[],"anyOf":[["proof"],["re-execution"]],"require":[]}""");

        Assert.Empty(policy.RequiredRows(withReexecution: true));
    }

    /// <summary>Outside of the rules a list says who is believed; only in a rule does it ask for its row.</summary>
    [Fact]
    public void RequiredRows_ListOutsideOfTheRules_IsNotRequired()
    {
        Policy policy = Sample.ParsePolicy("""{"issuers":[],"logs":[],"proofKeys":[],"auditors":[],"witnesses":"quorum none\n","rules":[{"for":"a","require":[]},{"for":"b"},{"for":"c","require":[],"witnesses":"quorum none\n"},{"for":"d","require":[],"auditors":[],"anyOf":[["audit"]]}]}""");

        Assert.Empty(policy.For(new("a")).RequiredRows(withReexecution: false));
        Assert.Equal([RowKind.Signature, RowKind.Log], policy.For(new("b")).RequiredRows(withReexecution: false));
        Assert.Equal([RowKind.Log, RowKind.Witnesses], policy.For(new("c")).RequiredRows(withReexecution: false));
        Assert.Empty(policy.For(new("d")).RequiredRows(withReexecution: false));
        Assert.True(policy.For(new("a")).AsksForNothing);
        Assert.Contains(RowKind.Witnesses, policy.For(new("a")).WithWitnesses(policy.Witnesses!).RequiredRows(withReexecution: false));
    }

    [Theory]
    [InlineData("0", "0.000000000000000001")]
    [InlineData("9.99", "10")]
    [InlineData("100", "100.5")]
    [InlineData("0.1", "0.11")]
    [InlineData("999999999999999998.999999999999999999", "999999999999999999")]
    public void Amount_Less_IsLess(string less, string more)
    {
        Assert.True(Amount.TryParse(less, out Amount a) && Amount.TryParse(more, out Amount b) && a < b && !(b <= a));
        Assert.Equal(less, a.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1,5")]
    [InlineData("1000000000000000000")]
    [InlineData("0.0000000000000000001")]
    [InlineData("1\n")]
    public void Amount_NoAmount_IsRefused(string text) => Assert.False(Amount.TryParse(text, out _));

    /// <summary>Every way in which a policy with rules could be asked carelessly ends in nothing being accepted.</summary>
    [Fact]
    public void For_NoRule_DeniesEverything()
    {
        Policy policy = Sample.ParsePolicy("""{"require":[],"rules":[{"for":"pay","upTo":"10","require":[]}]}""");

        foreach (Purpose purpose in new[] { Purpose.None, new("pay"), new("PAY", Units("1")), new(null, Units("1")), new("pay", Units("10.1")) })
            Assert.False(BundleVerifier.Verify(Sample.Tensor().ToBytes(), policy, Sample.Now, purpose: purpose).Accepted);
        Assert.True(BundleVerifier.Verify(Sample.Tensor().ToBytes(), policy, Sample.Now, purpose: new("pay", Units("10"))).Accepted);
    }

    private static Amount Units(string text) => Amount.TryParse(text, out Amount amount) ? amount : throw new InvalidDataException(text);

    [Fact]
    public void Demands_OfAPolicyThatIsNotMet_NameEachDemandWithAFindingAndTheCure()
    {
        Policy policy = Sample.ParsePolicy($$"""{"rules":[{"for":"pay","upTo":"10","issuers":["{{TestKeys.DigestOf("another")}}"],"anyOf":[["proof"],["re-execution"]]}]}""");

        VerificationReport report = BundleVerifier.Verify(Sample.Tensor().ToBytes(), policy, Sample.Now, purpose: new("pay", Units("10")));

        Assert.Equal(
            ["a rule for pay of 10", "the row receipt is valid", "the row signature is valid", "the row log is valid", "proof, or re-execution", "the issuer is listed in issuers"],
            report.Demands.Select(static demand => demand.Demand));
        Assert.Equal([true, true, true, true, false, false], report.Demands.Select(static demand => demand.IsMet));
        Assert.Contains("og prove", report.Demands[4].Cure, StringComparison.Ordinal);
    }

    /// <summary>Whether a policy is met and whether the receipt is accepted are one question.</summary>
    [Fact]
    public void Demands_OfEveryPublishedVector_AreMetExactlyIfItIsAccepted()
    {
        foreach (VectorCase vector in VectorCases.All())
        {
            VerificationReport report = BundleVerifier.Verify(vector.Bundle, Sample.ParsePolicy(vector.Policy), vector.Now, purpose: Sample.ParsePurpose(vector.Purpose, vector.Amount));

            Assert.True(report.Accepted == report.Demands.All(static demand => demand.IsMet), vector.Name);
        }
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Verify_AnyTime_GivesAReport(long now)
    {
        VerificationReport report = BundleVerifier.Verify(Sample.Tensor().ToBytes(), Policy.Default with { MaxAgeSeconds = 60 }, now);

        Assert.Equal(VerificationCode.TooOld, report.Row(RowKind.Policy)!.Code);
    }
}
