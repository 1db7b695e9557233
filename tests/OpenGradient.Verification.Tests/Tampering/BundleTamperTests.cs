using System.Text.RegularExpressions;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Every leaf of a bundle, found by walking it, changed in every way: never accepted, and the report names what broke.</summary>
public sealed partial class BundleTamperTests
{
    private const string Bundle = "receipt:bundle-malformed";
    private const string LogMalformed = "log:log-proof-malformed";

    /// <summary>Everything is asked for: what is left out is missed.</summary>
    private static readonly Policy AllRows = Policy.Default with
    {
        Require = [RowKind.Signature, RowKind.Log, RowKind.Input, RowKind.Output],
    };

    private static readonly JsonValue Honest = JsonEdit.Parse(Sample.Chat().ToBytes());

    /// <summary>The codes that may name the break: of a leaf that keeps its form, of one cut short, of one of another type or missing.</summary>
    private static readonly Dictionary<string, (string Changed, string Truncated, string Type)> Expected = new(StringComparer.Ordinal)
    {
        ["mediaType"] = (Bundle, Bundle, Bundle),
        ["dsse/payload"] = ("receipt:payload-malformed", Bundle, Bundle),
        ["dsse/payloadType"] = ("receipt:payload-type", "receipt:payload-type", Bundle),
        ["dsse/signatures/#/keyid"] = ("signature:signature-missing", "signature:signature-missing", Bundle),
        ["dsse/signatures/#/sig"] = ("signature:signature-invalid signature:signature-high-s signature:signature-malformed", "signature:signature-malformed", Bundle),
        ["evidence/0/type"] = ("signature:issuer-key-missing", "signature:issuer-key-missing", Bundle),
        ["evidence/0/spki"] = ("signature:issuer-key-mismatch", "signature:issuer-key-mismatch", "signature:issuer-key-mismatch"),
        ["evidence/1/type"] = ("log:log-proof-missing", "log:log-proof-missing", Bundle),
        ["evidence/1/vkey"] = ("log:log-key-malformed", "log:log-key-malformed", "log:log-key-malformed"),
        ["evidence/1/proof"] = ($"{LogMalformed} log:checkpoint-malformed", LogMalformed, LogMalformed),
        ["disclosures/#/tree"] = (Bundle, Bundle, Bundle),
        ["disclosures/#/index"] = ("malformed mismatch", "malformed", "malformed"),
        ["disclosures/#/salt"] = ("mismatch", "malformed", "malformed"),
        ["disclosures/#/kind"] = ("mismatch", "mismatch", "malformed"),
        ["disclosures/#/label"] = ("mismatch", "mismatch", "malformed"),
        ["disclosures/#/content"] = ("mismatch malformed", "malformed", "malformed"),
        ["disclosures/#/path/#"] = ("mismatch", "malformed", "malformed mismatch"),
    };

    public static TheoryData<string> Paths() => [.. JsonEdit.Leaves(Honest)];

    [Fact]
    public void Expected_Patterns_AreExactlyTheLeavesOfABundle() =>
        Assert.Equal(JsonEdit.Leaves(Honest).Select(PatternOf).Distinct().Order(StringComparer.Ordinal), Expected.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Paths))]
    public void Verify_ChangedLeaf_NamesWhatBroke(string path)
    {
        AssertRefused(Mutation.Changed, path, Expected[PatternOf(path)].Changed);
        AssertRefused(Mutation.Truncated, path, Expected[PatternOf(path)].Truncated);
        AssertRefused(Mutation.Lengthened, path, null);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Verify_LeafOfAnotherType_NamesWhatBroke(string path)
    {
        foreach (Mutation mutation in Mutation.TypeChanges.Append(Mutation.MadeNumber))
            AssertRefused(mutation, path, Expected[PatternOf(path)].Type);
        bool isElement = char.IsAsciiDigit(path[^1]);
        AssertRefused(Mutation.Duplicated, path, isElement ? "mismatch" : Bundle);
    }

    [Fact]
    public void Verify_PartOfTheBundleDeleted_IsRefusedUnlessItIsADisclosure()
    {
        foreach (string path in JsonEdit.Nodes(Honest))
        {
            VerificationReport report = Sample.Verify(CanonicalJson.Serialize(JsonEdit.Delete(Honest, path)), AllRows);
            bool mayBeLeftOut = DisclosureElement().IsMatch(path);
            Assert.True(report.Accepted == mayBeLeftOut, $"{path}: {string.Join(' ', report.Codes())}");
        }
    }

    /// <summary>The complete list of what may be written twice: whoever adds a list to the bundle meets this test.</summary>
    [Fact]
    public void Verify_PartOfTheBundleTwice_IsRefusedUnlessTheFirstCounts()
    {
        string[] firstCounts = ["dsse/signatures/0", "evidence/0", "evidence/1"];
        foreach (string path in JsonEdit.Nodes(Honest))
        {
            VerificationReport report = Sample.Verify(CanonicalJson.Serialize(JsonEdit.Duplicate(Honest, path)), AllRows);
            Assert.True(report.Accepted == firstCounts.Contains(path), $"{path}: {string.Join(' ', report.Codes())}");
        }
    }

    private static void AssertRefused(Mutation mutation, string path, string? expected)
    {
        if (mutation.Apply(Honest, path) is not JsonValue changed)
            return;

        VerificationReport report = Sample.Verify(CanonicalJson.Serialize(changed), AllRows);

        Assert.False(report.Accepted, $"{path} {mutation}");
        Assert.True(
            expected is null || expected.Split(' ').Any(code => report.Codes().Contains(FullCode(path, code))),
            $"{path} {mutation}: {string.Join(' ', report.Codes())}, not {expected}");
    }

    /// <summary>A short code stands for a disclosure's, in the row of its tree.</summary>
    private static string FullCode(string path, string code) =>
        code.Contains(':', StringComparison.Ordinal) ? code : $"{TreeOf(path)}:disclosure-{code}";

    private static string TreeOf(string path) => JsonEdit.Get(Honest, string.Join('/', path.Split('/')[..2]) + "/tree").Text;

    private static string PatternOf(string path) =>
        path.StartsWith("evidence", StringComparison.Ordinal) ? path : Number().Replace(path, "#");

    [GeneratedRegex(@"(?<=/)[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex(@"\Adisclosures/[0-9]+\z")]
    private static partial Regex DisclosureElement();
}
