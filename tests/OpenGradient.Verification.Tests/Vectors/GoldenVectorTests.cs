using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>The published vectors: this verifier and its JavaScript twin must give exactly these reports.</summary>
public sealed class GoldenVectorTests
{
    public static TheoryData<string> Vectors() => [.. VectorFile.Names()];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Verify_PublishedVector_GivesItsReport(string name)
    {
        JsonValue vector = VectorFile.Read(name);
        Assert.True(vector.TryGetString("bundle", out string? bundle) & vector.TryGetString("now", out string? now));
        Assert.True(Policy.TryParse(CanonicalJson.Serialize(JsonEdit.Get(vector, "policy")), out Policy? policy, out _));

        vector.TryGetString("purpose", out string? purpose);
        vector.TryGetString("amount", out string? amount);

        VerificationReport report = BundleVerifier.Verify(Convert.FromBase64String(bundle!), policy, long.Parse(now!), purpose: Sample.ParsePurpose(purpose, amount));

        Assert.Equal(Text(JsonEdit.Get(vector, "report")), Text(VectorFile.WithoutReasons(report)));
    }

    [Fact]
    public void Vectors_Together_ReachEveryCodeThatNeedsNoModel()
    {
        var reached = VectorFile.Names()
            .SelectMany(static name => JsonEdit.Get(VectorFile.Read(name), "report/evidence").Items)
            .Select(static row => JsonEdit.Get(row, "code").Text);

        Assert.Empty(Enum.GetValues<VerificationCode>().Except(NeedsMoreThanABundle).Select(static code => code.WireName()).Except(reached));
    }

    /// <summary>The rows of re-execution and of proofs, which the JavaScript twin does not check, and a bundle that would be 64 MiB large.</summary>
    private static readonly VerificationCode[] NeedsMoreThanABundle =
    [
        VerificationCode.BundleTooLarge, VerificationCode.DependsOn, VerificationCode.InputNotDisclosed, VerificationCode.OutputNotDisclosed,
        VerificationCode.ModelMissing, VerificationCode.SemanticsUnknown, VerificationCode.WorkExceeded, VerificationCode.ModelMismatch, VerificationCode.ProgramMismatch,
        VerificationCode.InputInvalid, VerificationCode.OutputMismatch, VerificationCode.TraceMismatch, VerificationCode.UsageMismatch,
        VerificationCode.ProofMalformed, VerificationCode.ProofConstantsMismatch, VerificationCode.ProofTooWeak, VerificationCode.ProofInputMismatch, VerificationCode.ProofInvalid,
        VerificationCode.ProofInputHidden, VerificationCode.ProofUnsupported, VerificationCode.ProofOutside, VerificationCode.ProofKeyMismatch, VerificationCode.ProofKeyNotTrusted, VerificationCode.ProofKeyNotKnown,
    ];

    private static string Text(JsonValue value) => Encoding.UTF8.GetString(CanonicalJson.Serialize(value));
}
