namespace OpenGradient.Transparency.Witness;

/// <summary>The media types of what witnesses answer.</summary>
internal static class WitnessMediaTypes
{
    /// <summary>The media type of the body of a 409.</summary>
    public const string Size = "text/x.tlog.size";

    /// <summary>The media type of everything else.</summary>
    public const string Plain = "text/plain; charset=utf-8";
}
