using System.Text;

namespace OpenGradient.Interop;

/// <summary>The names of <see cref="EvidenceCode"/> in reports and vectors.</summary>
public static class EvidenceCodes
{
    /// <summary>The code in lower case, its words joined by hyphens.</summary>
    public static string WireName(this EvidenceCode code)
    {
        StringBuilder name = new();
        foreach (char letter in code.ToString())
        {
            if (char.IsUpper(letter) && name.Length > 0)
                name.Append('-');
            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
