using System.Text;
using CsCheck;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Bytes that are made to hurt: the verifier answers, in bounded time, and never throws.</summary>
public sealed class HostileBundleTests
{
    [Fact]
    public void Verify_MoreThan64MiB_IsTooLarge()
    {
        VerificationReport report = Sample.Verify(new byte[Bundle.MaximumBytes + 1]);

        Assert.Equal(["receipt:bundle-too-large"], report.Codes());
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("[],")]
    [InlineData("0,")]
    [InlineData("{},")]
    public void Verify_64MiBOfSmallValues_IsTooLargeBeforeAnyIsRead(string value)
    {
        byte[] head = Encoding.UTF8.GetBytes($$"""{"mediaType":"{{FraudProof.MediaType}}","x":[""");
        byte[] file = new byte[Bundle.MaximumBytes];
        head.CopyTo(file, 0);
        for (int place = head.Length; place < file.Length; place++)
            file[place] = (byte)value[(place - head.Length) % value.Length];

        Assert.Equal(["receipt:bundle-too-large"], Sample.Verify(file).Codes());
        Allocation.AssertAtMost(16_384, () => Sample.Verify(file));
        Allocation.AssertAtMost(1024, () => Assert.False(FraudProof.IsNamed(file)));
        Allocation.AssertAtMost(1024, () => Assert.False(FraudProof.TryParse(file, out _)));
        Allocation.AssertAtMost(1024, () => Assert.False(SessionFile.TryParse(file, out _)));
        Allocation.AssertAtMost(1024, () => Assert.False(ProofPackage.TryRead(file, out _)));
        Allocation.AssertAtMost(1024, () => Assert.False(AuditReport.TryOpen(file, out _, out _, out _)));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void Verify_MillionsOfNestedContainers_IsMalformed(string opening)
    {
        string deep = string.Concat(Enumerable.Repeat(opening, 1_000_000));

        Assert.Equal(["receipt:bundle-malformed"], Sample.Verify(Encoding.UTF8.GetBytes(deep)).Codes());
    }

    [Fact]
    public void Verify_ManyUnknownEvidences_ReportsEachAndAccepts()
    {
        Bundle bundle = Sample.Tensor();
        Evidence unknown = new("x", JsonEdit.Parse("""{"type":"x"}"""u8));

        VerificationReport report = (bundle with { Evidence = bundle.Evidence.AddRange(Enumerable.Repeat(unknown, 1_000)) }).Verify();

        Assert.True(report.Accepted);
        Assert.Equal(1_000, report.Rows.Count(static row => row.Code == VerificationCode.UnknownType));
    }

    /// <summary>A vote may cost a signature to check, and every piece of evidence a row: a bundle of 64 MiB would have room for millions.</summary>
    [Fact]
    public void Verify_MoreEvidenceThanABundleMayHave_IsMalformed()
    {
        Bundle bundle = Sample.Tensor();
        Evidence unknown = new("x", JsonEdit.Parse("""{"type":"x"}"""u8));

        VerificationReport report = (bundle with { Evidence = [.. Enumerable.Repeat(unknown, Bundle.MaximumEvidence + 1)] }).Verify();

        Assert.Equal(["receipt:bundle-malformed"], report.Codes());
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Verify_ManyDisclosuresOfOneLeaf_IsMalformed()
    {
        Bundle bundle = Sample.Tensor();

        VerificationReport report = (bundle with { Disclosures = [.. Enumerable.Repeat(bundle.Disclosures[0], 50_000)] }).Verify();

        Assert.Equal(VerificationCode.DisclosureMalformed, report.Row(RowKind.Input)!.Code);
    }

    [Fact]
    public void Verify_AnyBytes_GivesAReport() =>
        Gen.Byte.Array[0, 300].SampleFixed(static bytes => Assert.Equal(VerificationReport.ExitInvalid, Sample.Verify(bytes).ExitCode));

    [Fact]
    public void Verify_MutatedBundle_GivesAReport()
    {
        byte[] honest = Sample.Chat().ToBytes();
        Gen.Select(Gen.Int[0, honest.Length - 1], Gen.Int[0, 40], Gen.Byte.Array[0, 40]).SampleFixed(
            (at, removed, inserted) =>
            {
                byte[] mutated = [.. honest[..at], .. inserted, .. honest[Math.Min(at + removed, honest.Length)..]];
                VerificationReport report = Sample.Verify(mutated);
                Assert.True(!report.Accepted || !IsChanged(mutated, honest));
            },
            iter: 2000);
    }

    [Fact]
    public void TryParse_AnyPolicyBytes_GivesAnAnswer() =>
        Gen.Select(Gen.Int[0, PolicyText.Length], Gen.Char['\0', '\u00ff'].Array[0, 8]).SampleFixed((at, inserted) =>
        {
            string text = PolicyText[..at] + new string(inserted) + PolicyText[Math.Min(at + inserted.Length, PolicyText.Length)..];
            bool isPolicy = Policy.TryParse(Encoding.UTF8.GetBytes(text), out Policy? policy, out string fault);
            Assert.Equal(isPolicy, policy is not null);
            Assert.Equal(isPolicy, fault.Length == 0);
        });

    private const string PolicyText = """{"require":["signature","log"],"issuers":[],"nonce":"00","maxAgeSeconds":"86400"}""";

    /// <summary>Whether the mutation changed more than white space and unknown members: the parts that count, written again.</summary>
    private static bool IsChanged(byte[] mutated, byte[] honest) =>
        !Bundle.TryParse(mutated, out Bundle? bundle, out _) || !bundle.ToBytes().AsSpan().SequenceEqual(honest);
}
