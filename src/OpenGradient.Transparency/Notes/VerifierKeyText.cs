using System.Buffers.Binary;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency;

/// <summary>The text of a C2SP verifier key, whatever its type.</summary>
/// <remarks><code>name "+" hex8(keyHash) "+" base64(type ‖ key)      keyHash = SHA-256(name ‖ 0A ‖ type ‖ key)[:4]</code></remarks>
internal static class VerifierKeyText
{
    /// <summary>Takes a key's text apart; false if it is malformed or names another hash than its own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The key's name.</param>
    /// <param name="typed">The type byte and the key behind it; at least the type.</param>
    public static bool TryParse(string? text, out string name, out byte[] typed)
    {
        string[] parts = (text ?? "").Split('+', 3);
        name = parts[0];
        typed = [];
        return parts.Length == 3
            && LogVerifierKey.IsValidName(name)
            && CanonicalBase64.TryDecode(parts[2], out typed)
            && typed.Length > 0
            && parts[1] == HashText(HashOf(name, typed));
    }

    /// <summary>The 32-bit key id.</summary>
    public static uint HashOf(string name, ReadOnlySpan<byte> typed) =>
        BinaryPrimitives.ReadUInt32BigEndian(Digest.Sha256([.. Encoding.UTF8.GetBytes(name), (byte)'\n', .. typed]).AsSpan());

    /// <summary>The key as text.</summary>
    public static string Format(string name, ReadOnlySpan<byte> typed) =>
        $"{name}+{HashText(HashOf(name, typed))}+{Convert.ToBase64String(typed)}";

    private static string HashText(uint hash) => hash.ToString("x8");
}
