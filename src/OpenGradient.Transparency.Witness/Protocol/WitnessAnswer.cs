using System.Text;

namespace OpenGradient.Transparency.Witness;

/// <summary>What a witness answers: an HTTP status and a text.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="MediaType">The media type of the text.</param>
/// <param name="Body">The text.</param>
public sealed record WitnessAnswer(int Status, string MediaType, byte[] Body)
{
    internal static WitnessAnswer Lines(string lines) => new(200, WitnessMediaTypes.Plain, Encoding.UTF8.GetBytes(lines));

    /// <summary>SPEC: "The response body MUST consist of the tree size of the latest cosigned checkpoint in decimal, followed by a newline".</summary>
    internal static WitnessAnswer Conflict(ulong size) => new(409, WitnessMediaTypes.Size, Encoding.ASCII.GetBytes($"{size}\n"));

    internal static WitnessAnswer Refused(int status, string why) => new(status, WitnessMediaTypes.Plain, Encoding.UTF8.GetBytes($"{why}\n"));
}
