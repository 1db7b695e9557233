using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Programs.Tests;

public sealed class SemanticsTextTests
{
    [Fact]
    public void Digest_OfTheBuild_IsThatOfTheFile() =>
        Assert.Equal(Digest.Sha256(File.ReadAllBytes(Repository.PathOf("spec/exec-1.md"))), SemanticsText.Digest);
}
