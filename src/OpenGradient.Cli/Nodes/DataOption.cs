using System.CommandLine;

namespace OpenGradient.Cli.Nodes;

/// <summary>The option <c>--data DIR</c> of every command that works on a node's own files.</summary>
internal static class DataOption
{
    public static Option<string> Create() => new("--data")
    {
        Description = "The node's data directory; the variable OG_DATA names another",
        HelpName = "DIR",
        DefaultValueFactory = static _ => DefaultDirectory,
    };

    /// <summary>OG_DATA, else the place that the XDG base directory specification gives to an application's data.</summary>
    private static string DefaultDirectory => Environment.GetEnvironmentVariable("OG_DATA")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "opengradient");
}
