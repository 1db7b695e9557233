using System.Security.Cryptography;
using OpenGradient.Primitives;

namespace OpenGradient.Programs;

/// <summary>The text of exec-1 that this build was made with: what gives its Programs their meaning.</summary>
public static class SemanticsText
{
    /// <summary>SHA-256 of <c>spec/exec-1.md</c>. Receipts name it.</summary>
    public static Digest Digest { get; } = Read();

    private static Digest Read()
    {
        using Stream text = typeof(SemanticsText).Assembly.GetManifestResourceStream("exec-1.md")!;
        return new Digest(SHA256.HashData(text));
    }
}
