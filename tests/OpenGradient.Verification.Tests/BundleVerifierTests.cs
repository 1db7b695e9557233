using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

public sealed class BundleVerifierTests
{
    [Fact]
    public void Verify_HonestTensorBundle_IsAccepted()
    {
        VerificationReport report = Sample.Tensor().Verify();

        Assert.Equal(["receipt:ok", "signature:ok", "log:ok", "input:ok", "output:ok", "policy:ok"], report.Codes());
        Assert.Equal(VerificationReport.ExitAccepted, report.ExitCode);
        Assert.True(report.Accepted);
    }

    [Fact]
    public void Verify_HonestChatBundle_SaysWhatIsAndIsNotEstablished()
    {
        VerificationReport report = Sample.Chat().Verify();

        string model = TestKeys.DigestOf("chat model").ToString()[..8];
        string key = TestKeys.Issuer.PublicKey.KeyId.ToString()[..8];
        Assert.Equal(
        [
            $"The holder of key {key} signed this: model \"tinychat\" ({model}) gave the committed output on the committed input.",
            "The receipt is entry 4 in a tree of 7 entries that the log \"node.example/log\" signed.",
            "The disclosed input is exactly the input that the receipt commits to.",
            "The disclosed output is exactly the output that the receipt commits to.",
        ],
        report.Establishes);
        Assert.Equal(
        [
            $"Who holds key {key}: no list of trusted issuers was given.",
            "That the log shows everyone the same tree: no witness's cosignature was checked.",
            "That the model computed this output: the run was not repeated here.",
            "That the issuer drew the random stream only once.",
            "When it happened: the times are the issuer's own.",
            "That the output is true or useful: only which computation made it.",
        ],
        report.DoesNotEstablish);
    }

    [Fact]
    public void Verify_Draw_SaysWhatItEstablishesAndWhatItNeeds()
    {
        VerificationReport report = Sample.Issue(Sample.DrawnContent).Verify();
        string key = Sample.DrawnContent.Draw!.KeyId.ToString();
        VerificationReport known = Sample.Issue(Sample.DrawnContent).Verify(Sample.ParsePolicy($$"""{"draws":["{{key}}"]}"""));

        Assert.Contains($"For answer 0 to the client's nonce and seed, draw key {key[..8]} leads to one random stream, which the receipt names.", report.Establishes);
        Assert.Contains($"That draw key {key[..8]} was there before the client's nonce: no list of draw keys was given.", report.DoesNotEstablish);
        Assert.DoesNotContain("That the issuer drew the random stream only once.", report.DoesNotEstablish);
        Assert.DoesNotContain(known.DoesNotEstablish, static sentence => sentence.Contains("draw", StringComparison.Ordinal));
    }

    [Fact]
    public void Verify_NothingDisclosedAndNoNonce_SaysSo()
    {
        VerificationReport report = Sample.Issue(Sample.TensorContent).Verify();

        Assert.True(report.Accepted);
        Assert.Equal(["receipt:ok", "signature:ok", "log:ok", "input:not-disclosed", "output:not-disclosed", "policy:ok"], report.Codes());
        Assert.Contains("What the input was: it is committed, not disclosed.", report.DoesNotEstablish);
        Assert.Contains("That the answer was made for this request: the client gave no nonce.", report.DoesNotEstablish);
    }

    [Fact]
    public void Verify_SomeLeavesDisclosed_SaysHowMany()
    {
        Bundle bundle = Sample.Issue(Sample.ChatContent) with
        {
            Disclosures = [SampleContent.ChatInput.Disclose(1), SampleContent.ChatInput.Disclose(4)],
        };

        VerificationReport report = bundle.Verify();

        Assert.Equal(VerificationCode.OkPartial, report.Row(RowKind.Input)!.Code);
        Assert.Contains("The 2 disclosed of 5 input parts are parts of the input that the receipt commits to.", report.Establishes);
        Assert.Contains("What the rest of the input was.", report.DoesNotEstablish);
    }

    [Fact]
    public void Verify_NeitherKeyNorProof_IsUnverifiableNotInvalid()
    {
        VerificationReport report = (Sample.Tensor() with { Evidence = [] }).Verify();

        Assert.Equal(VerificationReport.ExitUnverifiable, report.ExitCode);
        Assert.Equal(VerificationCode.IssuerKeyMissing, report.Row(RowKind.Signature)!.Code);
        Assert.Equal(VerificationCode.LogProofMissing, report.Row(RowKind.Log)!.Code);
        Assert.Equal("Who made this statement.", report.DoesNotEstablish[0]);
        Assert.Equal("That the receipt was logged.", report.DoesNotEstablish[1]);
    }

    [Fact]
    public void Verify_SameBytesTwice_GivesTheSameReport()
    {
        byte[] bundle = Sample.Chat().ToBytes();

        Assert.Equal(Sample.Verify(bundle).ToJson(), Sample.Verify(bundle).ToJson());
    }

    [Fact]
    public void ToJson_MalformedBundle_HasNoReceiptIdAndNoSentences()
    {
        string json = Sample.Verify("{}"u8.ToArray()).ToJson();

        Assert.Equal(
            """{"accepted":false,"doesNotEstablish":[],"establishes":[],"evidence":[{"code":"bundle-malformed","kind":"receipt","reason":"Not a bundle of version 1: mediaType.","verdict":"invalid"}],"exitCode":2,"receiptId":null}""",
            json);
    }
}
