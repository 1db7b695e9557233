using System.Text.Json;

namespace OpenGradient.Cli.Output;

/// <summary>Members of a node's answer, made fit for a terminal.</summary>
internal static class JsonText
{
    /// <summary>A member that is a string, on one line.</summary>
    public static string Text(this JsonElement owner, string member) => TerminalText.OneLine(owner.GetProperty(member).GetString());
}
