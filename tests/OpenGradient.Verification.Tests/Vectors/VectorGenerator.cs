using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Writes the vectors that are missing. Run by hand when the specification changes, never to make a red test green.</summary>
/// <remarks><c>OpenGradient.Verification.Tests -explicit only -class "*VectorGenerator"</c></remarks>
public sealed class VectorGenerator
{
    [Fact(Explicit = true)]
    public void WriteVectors()
    {
        Directory.CreateDirectory(VectorFile.Folder);
        foreach (VectorCase vector in VectorCases.All())
        {
            VerificationReport report = BundleVerifier.Verify(vector.Bundle, Sample.ParsePolicy(vector.Policy), vector.Now, purpose: Sample.ParsePurpose(vector.Purpose, vector.Amount));
            Assert.True(report.Codes().Contains(vector.Expected), $"{vector.Name}: {string.Join(' ', report.Codes())}, not {vector.Expected}");
            Assert.Equal(vector.Name.StartsWith("accept-", StringComparison.Ordinal), report.Accepted);
            if (!VectorFile.Exists(vector.Name))
                VectorFile.Write(vector, report);
        }
    }

    [Fact(Explicit = true)]
    public void WriteProvenVectors() => ProvenVectors.Write();
}
