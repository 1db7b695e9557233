using System.CommandLine;

namespace OpenGradient.Cli.Nodes;

/// <summary>The option <c>--node URL</c> that every command has which talks to a node.</summary>
internal static class NodeOption
{
    public const string DefaultAddress = "http://127.0.0.1:8080";

    public static Option<Uri> Create() => new("--node")
    {
        Description = "The node to talk to; the variable OG_NODE names another",
        HelpName = "URL",
        CustomParser = static result => Parse(result.Tokens[0].Value, result.AddError),
        DefaultValueFactory = static result => Parse(Environment.GetEnvironmentVariable("OG_NODE") ?? DefaultAddress, result.AddError)!,
    };

    private static Uri? Parse(string text, Action<string> refuse)
    {
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            refuse($"'{text}' is no address of a node: give http://HOST:PORT.");
        else if (address.Segments.Any(static segment => segment is "v1/" or "v2/"))
            refuse($"'{text}' is where clients of one API go: give the node's own address, {address.GetLeftPart(UriPartial.Authority)}.");
        else
            return address;
        return null;
    }
}
