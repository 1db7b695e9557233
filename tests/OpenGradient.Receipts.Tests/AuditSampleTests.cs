using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts.Tests;

/// <summary>Samples that chance draws, and reports about them.</summary>
public sealed class AuditSampleTests : IDisposable
{
    private static readonly Digest Root = Digest.Sha256("root"u8);

    private readonly DrawPrivateKey _draw = DrawPrivateKey.Generate();
    private readonly P256PrivateKey _auditor = P256PrivateKey.Generate();

    public void Dispose()
    {
        _draw.Dispose();
        _auditor.Dispose();
    }

    [Fact]
    public void Draw_AnotherSpanOrRoot_AnotherSample()
    {
        AuditSample sample = AuditSample.Draw(new(0, 1000, Root), 500_000, _draw);

        Assert.Equal(sample.Indices(), AuditSample.Draw(new(0, 1000, Root), 500_000, _draw).Indices());
        Assert.NotEqual(sample.Indices(), AuditSample.Draw(new(0, 1000, Digest.Sha256("another"u8)), 500_000, _draw).Indices());
        Assert.NotEqual(sample.Indices(), AuditSample.Draw(new(0, 1001, Root), 500_000, _draw).Indices());
    }

    [Fact]
    public void Indices_Rate_DrawsThatShare()
    {
        Assert.Equal(1000, AuditSample.Draw(new(17, 1017, Root), AuditSample.WholeRate, _draw).Indices().Count());
        // 20,000 entries at 5 %: 1,000, and more than 6 standard deviations (31) off once in 10^9.
        Assert.InRange(AuditSample.Draw(new(0, 20_000, Root), 50_000, _draw).Indices().Count(), 810, 1190);
    }

    [Fact]
    public void Check_ProofOfAnotherSpanOrKey_IsNoSample()
    {
        AuditSample sample = AuditSample.Draw(new(5, 10, Root), 1, _draw);
        using DrawPrivateKey other = DrawPrivateKey.Generate();

        Assert.NotNull(AuditSample.Check(new(5, 10, Root), 1, _draw.PublicKey, sample.Proof.Span));
        Assert.Null(AuditSample.Check(new(6, 10, Root), 1, _draw.PublicKey, sample.Proof.Span));
        Assert.Null(AuditSample.Check(new(5, 10, Root), 1, other.PublicKey, sample.Proof.Span));
        Assert.Null(AuditSample.Check(new(5, 10, Root), 0, _draw.PublicKey, sample.Proof.Span));
        Assert.Null(AuditSample.Check(new(5, 10, Root), AuditSample.WholeRate + 1, _draw.PublicKey, sample.Proof.Span));
    }

    [Fact]
    public void TryOpen_HonestReport_IsRead()
    {
        AuditReport report = Report();

        Assert.True(AuditReport.TryOpen(report.Sign(_auditor), out AuditReport? read, out Digest auditor, out _));

        Assert.Equal(_auditor.PublicKey.KeyId, auditor);
        Assert.Equal(report.Findings, read.Findings);
        Assert.Equal(report.TimeCreated, read.TimeCreated);
    }

    /// <summary>An auditor that leaves out what it drew, or looks at what it did not draw, cannot make a report of it.</summary>
    [Fact]
    public void TryOpen_SampleThatChanceDidNotDraw_IsRefused()
    {
        AuditReport report = Report();

        AssertRefused(report with { Findings = report.Findings.RemoveAt(0) }, "sample");
        AssertRefused(report with { Findings = report.Findings.Add(report.Findings[^1] with { Index = 99 }) }, "sample");
        AssertRefused(report with { Findings = [] }, "sample");
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("\"rate\":\"500000\"", "\"rate\":\"400000\"")]
    [InlineData("\"to\":\"100\"", "\"to\":\"9223372036854775807\"")]
    [InlineData("\"from\":\"0\"", "\"from\":\"101\"")]
    [InlineData("\"from\":\"0\"", "\"from\":0")]
    [InlineData("{\"draw\"", "{ \"draw\"")]
    [InlineData("T12:00:00Z", "T25:00:00Z")]
    public void TryOpen_SignedReportOfAnotherForm_IsRefused(string from, string to)
    {
        JsonReader.TryRead(Report().Sign(_auditor), out JsonValue? file);
        Assert.True(file!.TryGet("dsse", out JsonValue? dsse) & DsseEnvelope.TryRead(dsse!, out DsseEnvelope? envelope));
        string payload = Encoding.UTF8.GetString(envelope!.Payload.Span);
        Assert.Contains(from, payload, StringComparison.Ordinal);
        byte[] changed = Encoding.UTF8.GetBytes(payload.Replace(from, to, StringComparison.Ordinal));
        byte[] signature = _auditor.Sign(DsseEnvelope.PreAuthenticationEncoding(AuditReport.MediaType, changed));
        byte[] forged = CanonicalJson.Serialize(JsonValue.Object(
            ("mediaType", JsonValue.String(AuditReport.MediaType)),
            ("spki", JsonValue.String(Convert.ToBase64String(_auditor.PublicKey.Spki))),
            ("dsse", new DsseEnvelope(AuditReport.MediaType, changed, [new(_auditor.PublicKey.KeyId.ToString(), Convert.ToBase64String(signature))]).ToJson())));

        Assert.False(AuditReport.TryOpen(forged, out _, out _, out string fault));
        Assert.NotEqual("", fault);
    }

    [Fact]
    public void TryOpen_EveryByteChanged_NeverOpensAsAnotherReport()
    {
        byte[] file = Report().Sign(_auditor);
        for (int place = 0; place < file.Length; place += 7)
        {
            byte[] changed = [.. file];
            changed[place] ^= 1;

            if (AuditReport.TryOpen(changed, out AuditReport? read, out Digest auditor, out _))
                Assert.Equal((_auditor.PublicKey.KeyId, Report().Findings.Length), (auditor, read.Findings.Length));
        }
    }

    private AuditReport Report()
    {
        AuditSample sample = AuditSample.Draw(new(0, 100, Root), 500_000, _draw);
        return new AuditReport(
            Digest.Sha256("log"u8), sample, _draw.PublicKey, new DateTime(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc),
            [.. sample.Indices().Select(static index => new AuditEntry(index, new ReceiptId(Digest.Sha256([(byte)index])), AuditVote.Confirmed))]);
    }

    private void AssertRefused(AuditReport report, string why)
    {
        Assert.False(AuditReport.TryOpen(report.Sign(_auditor), out _, out _, out string fault));
        Assert.Contains(why, fault, StringComparison.Ordinal);
    }
}
