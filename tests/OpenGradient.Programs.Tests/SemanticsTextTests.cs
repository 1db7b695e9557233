using OpenGradient.Primitives;

namespace OpenGradient.Programs.Tests;

public sealed class SemanticsTextTests
{
    [Fact]
    public void Digest_OfTheBuild_IsThatOfTheFile()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "spec", "exec-1.md")))
            root = root.Parent;

        Assert.Equal(Digest.Sha256(File.ReadAllBytes(Path.Combine(root!.FullName, "spec", "exec-1.md"))), SemanticsText.Digest);
    }
}
