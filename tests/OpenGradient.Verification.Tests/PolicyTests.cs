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
    [InlineData("""{"\u001b[2J":1}""", "a member")]
    public void TryParse_BadPolicy_NamesTheMember(string json, string expected)
    {
        bool isPolicy = Policy.TryParse(Encoding.UTF8.GetBytes(json), out Policy? policy, out string fault);

        Assert.False(isPolicy);
        Assert.Null(policy);
        Assert.Equal(expected, fault);
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
