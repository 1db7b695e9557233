using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>"Transfers over 100: proven, or two auditors", published: this verifier checks the proof, its JavaScript twin says that it does not.</summary>
public sealed class ProvenVectorTests
{
    private static readonly JsonValue File = JsonReader.TryRead(System.IO.File.ReadAllBytes(Repository.PathOf(ProvenVectors.File)), out JsonValue? file) ? file : throw new InvalidDataException(ProvenVectors.File);

    public static TheoryData<string> Names() => [.. JsonEdit.Get(File, "cases").Items.Select(static one => JsonEdit.Get(one, "name").Text)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Verify_PublishedCase_GivesItsReport(string name)
    {
        JsonValue one = JsonEdit.Get(File, "cases").Items.Single(one => JsonEdit.Get(one, "name").Text == name);
        Assert.True(Bundle.TryParse(CanonicalJson.Serialize(JsonEdit.Get(File, "bundle")), out Bundle? whole, out _));
        Bundle bundle = ProvenVectors.Keep(whole, JsonEdit.Get(one, "keep").Items.Select(static place => int.Parse(place.Text)));
        Policy policy = Sample.ParsePolicy(Text(JsonEdit.Get(one, "policy")));
        Purpose purpose = Sample.ParsePurpose(JsonEdit.Get(one, "purpose").Text, JsonEdit.Get(one, "amount").Text);

        VerificationReport report = BundleVerifier.Verify(bundle.ToBytes(), policy, long.Parse(JsonEdit.Get(File, "now").Text), purpose: purpose);

        Assert.Equal(Text(JsonEdit.Get(one, "report")), Text(VectorFile.WithoutReasons(report)));
        Assert.Equal(Text(JsonEdit.Get(one, "unchecked")), Text(VectorFile.WithoutReasons(ProvenVectors.Unchecked(bundle, policy, purpose))));
        Assert.True(report.Accepted == report.Demands.All(static demand => demand.IsMet), string.Join('\n', report.Demands));
    }

    private static string Text(JsonValue value) => Encoding.UTF8.GetString(CanonicalJson.Serialize(value));
}
