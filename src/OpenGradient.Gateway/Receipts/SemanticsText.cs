using System.Security.Cryptography;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>The text of spec/exec-1.md that this build was made with; receipts name its digest.</summary>
internal static class SemanticsText
{
    /// <summary>SHA-256 of the text.</summary>
    public static Digest Digest { get; } = Read();

    private static Digest Read()
    {
        using Stream text = typeof(SemanticsText).Assembly.GetManifestResourceStream("exec-1.md")!;
        return new Digest(SHA256.HashData(text));
    }
}
