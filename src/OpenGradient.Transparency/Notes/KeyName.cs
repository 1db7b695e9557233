namespace OpenGradient.Transparency;

/// <summary>The names of keys: non-empty, no Unicode space, no plus sign, no control character (c2sp.org/signed-note).</summary>
internal static class KeyName
{
    /// <summary>Whether a text can name a key.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        foreach (char c in name)
        {
            // char.IsWhiteSpace is the set White_Space of Unicode, the one that the specification's reference uses.
            if (c is '+' or < ' ' || char.IsWhiteSpace(c))
                return false;
        }

        return !name.IsEmpty;
    }
}
