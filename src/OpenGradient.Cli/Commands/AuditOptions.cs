using System.CommandLine;
using OpenGradient.Cli.Output;

namespace OpenGradient.Cli.Commands;

/// <summary>Options that several commands of <c>og audit</c> have.</summary>
internal static class AuditOptions
{
    public static Option<string> CreateDirectory() => new("--auditor")
    {
        Description = "The auditor's directory, with its keys and how far it has come; made where there is none",
        HelpName = "DIR",
        DefaultValueFactory = static _ => "auditor",
    };

    public static Option<string?> CreateToken() => new("--token") { Description = "A token that discloses inputs and outputs; needed from another machine", HelpName = "TOKEN" };

    public static Option<int> CreatePatience() =>
        NumberOption.Create("--patience", "How many seconds the node has for each answer", defaultValue: 600, least: 1, most: 86_400);
}
