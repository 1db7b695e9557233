using System.Text.RegularExpressions;
using OpenGradient.Tests;

namespace OpenGradient.Architecture.Tests;

/// <summary>The table of lies in SECURITY.md: each is told in a test that is there, and that knows the verdict's words.</summary>
public sealed partial class LieTableTests
{
    private const string Cli = "tests/OpenGradient.Cli.Tests/";
    private const string Proxy = "tests/OpenGradient.Proxy.Tests/LieTests.cs";
    private const string ProxyStreams = "tests/OpenGradient.Proxy.Tests/StreamBundleTests.cs";
    private const string Gate = "tests/OpenGradient.Gateway.Tests/Gating/EvidenceGateTests.cs";
    private const string FraudVectors = "spec/dispute-1/fraud/";
    private const string Rows = "tests/OpenGradient.Verification.Tests/Proofs/ProofRowTests.cs";
    private const string Vectors = "tests/OpenGradient.Verification.Tests/Vectors/";

    /// <summary>The beginning of a row, a file, and the test or the vector in it that tells the lie.</summary>
    private static readonly (string Lie, string File, string Test)[] Told =
    [
        ("another model,", Cli + "Verifying/LyingIssuerTests.cs", "Verify_QuantisedModelInThePlaceOfThePublishedOne_IsAMismatch"),
        ("another model,", Cli + "Verifying/LyingIssuerTests.cs", "Verify_ModelUnderAnotherName_IsNotThatModel"),
        ("another model,", Vectors + "PolicyVectors.cs", "policy-model"),
        ("the same, and the node stands by it", Cli + "Disputes/FraudTests.cs", "Dispute_NodeThatStandsByItsCheat_IsConvictedOfOneStep"),
        ("the same, and the node stands by it", Cli + "Disputes/DisputeTests.cs", "FalseElement"),
        ("a receipt that the node's own engine", Cli + "Disputes/FraudTests.cs", "Audit_NodeWithAnEditedOutput_LeavesAProofThatConvictsItWithoutNodeOrModel"),
        ("a made-up accusation", Cli + "Disputes/FraudFileTests.cs", "Verify_Vector_HasItsCode"),
        ("a made-up accusation", FraudVectors + "mixed.json", "chain-broken"),
        ("a made-up accusation", FraudVectors + "other-signer.json", "message-signature"),
        ("a made-up accusation", FraudVectors + "liar-challenges.json", "not-convicted"),
        ("an edited output", Cli + "Disputes/AuditTests.cs", "Vote_ReceiptOfALiar_IsAgainstAndTheBundleIsRefused"),
        ("text or a call changed", Proxy, "Post_TextThatWasChanged_IsRefused"),
        ("text or a call changed", Proxy, "Post_StreamThatWasMeddledWith_ReleasesNothingFalseAndNoEnd"),
        ("text or a call changed", Vectors + "StreamVectors.cs", "call-changed"),
        ("a chunk dropped", Vectors + "StreamVectors.cs", "text-dropped"),
        ("a stream cut short", Vectors + "StreamVectors.cs", "cut-open"),
        ("the bundle in a stream", ProxyStreams, "Post_BundleChangedOnTheWay_IsRefusedAndTheStreamHasNoEnd"),
        ("the bundle in a stream", ProxyStreams, "Post_BundleOfAnEarlierStream_IsRefused"),
        ("a replayed answer", Proxy, "Post_ReplayedAnswer_IsRefused"),
        ("a replayed answer", Vectors + "PolicyVectors.cs", "policy-nonce"),
        ("an answer to another prompt", Proxy, "Post_AnotherPromptThanSent_IsRefused"),
        ("an answer to another prompt", Proxy, "Post_HotterThanAsked_IsRefused"),
        ("an answer to another question", Gate, "Request_AnswerEdited_OrToAnotherQuestion_IsRefused"),
        ("an answer to another question", Gate, "Request_BundleTwice_OrAnotherMessageOfAModel_IsRefused"),
        ("an answer to another question", Gate, "Request_ResultOfACall_NeedsTheNonceOfThatCall"),
        ("an answer to another question", Gate, "Request_StepOfASession_IsRefusedWhereAnotherSessionGoesOn"),
        ("an old answer", Vectors + "PolicyVectors.cs", "policy-too-old"),
        ("an old answer", Vectors + "PolicyVectors.cs", "policy-ahead"),
        ("a log that shows two trees", Cli + "Nodes/LogMonitorTests.cs", "Monitor_Fork_IsAnAlertAndKeepsBothNotes"),
        ("a log that shows two trees", Cli + "Nodes/WitnessedNodeTests.cs", "Verify_LogThatIsPutBackAndGoesOnOtherwise_HasNoQuorum"),
        ("a receipt that was never logged", Vectors + "HonestVectors.cs", "unverifiable-no-log-proof"),
        ("a receipt that the node did not issue", Cli + "Nodes/LogMonitorTests.cs", "Monitor_ReceiptUnderTheNodesKeyThatItDidNotIssue_IsAnAlert"),
        ("a step of a conversation", Vectors + "SessionVectors.cs", "step-dropped"),
        ("a tool's result", Vectors + "SessionVectors.cs", "result-changed"),
        ("the result of a cheap check", Vectors + "PolicyVectors.cs", "rule-just-above"),
        ("a twin for a contract", "tests/OpenGradient.Interop.Tests/Eip712/Eip712Vectors.cs", "eip712-other-output-than-bundle"),
        ("a made-up contradiction", "spec/interop-1/eip712-of-another-issuer-other-output.json", "issuer-mismatch"),
        ("an answer from elsewhere", "spec/interop-1/air/document-key.json", "key-not-bound"),
        ("an answer from elsewhere", "spec/interop-1/air/document-issuer.json", "issuer-not-bound"),
        ("a file under the name of a publisher", Cli + "Models/ModelSigningTests.cs", "Sign_ThenVerify_FindsEveryChange"),
        ("a proof about other weights", Rows, "Verify_TheKeyOfOtherWeights_IsInvalid"),
        ("a proof about other weights", Rows, "Verify_AProofIsRequired_WeightsThatNobodyKnowsDoNotDo"),
    ];

    public static TheoryData<string> Lies => [.. Table().Select(static row => row[0])];

    [Theory]
    [MemberData(nameof(Lies))]
    public void Lie_OfTheTable_IsToldInATestThatKnowsItsVerdict(string lie)
    {
        string[] row = Table().Single(row => row[0] == lie);
        var tests = Told.Where(test => lie.StartsWith(test.Lie, StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(tests);
        Assert.All(tests, static test => Assert.Contains(test.Test, Read(test.File), StringComparison.Ordinal));
        foreach (Match word in Word().Matches(row[2]))
            Assert.True(tests.Any(test => Read(test.File).Contains(word.Groups[1].Value, StringComparison.Ordinal) || Read(test.File).Contains(NameOf(word.Groups[1].Value), StringComparison.Ordinal)), $"{word.Value} in none of the tests of '{lie}'");
    }

    [Fact]
    public void Test_OfALie_IsOfOneInTheTable() =>
        Assert.All(Told, static test => Assert.Single(Table(), row => row[0].StartsWith(test.Lie, StringComparison.Ordinal)));

    /// <summary>The cells of each row: the lie, what catches it, the verdict's word.</summary>
    private static IEnumerable<string[]> Table() => RepositoryFiles.ReadLines("SECURITY.md")
        .SkipWhile(static line => line != "## Lies, and what catches them")
        .SkipWhile(static line => !line.StartsWith("|---", StringComparison.Ordinal))
        .Skip(1)
        .TakeWhile(static line => line.StartsWith('|'))
        .Select(static line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]);

    /// <summary>A code as tests in C# write it: <c>proof-key-mismatch</c> is <c>ProofKeyMismatch</c>.</summary>
    private static string NameOf(string code) => string.Concat(code.Split('-').Select(static part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static string Read(string file) => File.ReadAllText(Repository.PathOf(file));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Word();
}
