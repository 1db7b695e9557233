using System.CommandLine;
using OpenGradient.Cli.Files;
using OpenGradient.Primitives;
using OpenGradient.Proxy;

namespace OpenGradient.Cli.Nodes;

/// <summary>The key of a node behind a front end that asks for one: from a file or a variable, never from the command line, which every user of the machine can read.</summary>
internal static class NodeKeyOption
{
    /// <summary>The variable that holds the key, where no file is named.</summary>
    public const string Variable = "OG_NODE_KEY";

    public static Option<string?> CreateFile() => new("--node-key")
    {
        Description = $"A file with the key that the node asks for (- for standard input); without it, the variable {Variable}",
        HelpName = "FILE",
    };

    public static Option<string> CreateHeader() => new("--node-key-header")
    {
        Description = "The header that the key goes into; Authorization has it as a bearer token",
        HelpName = "NAME",
        DefaultValueFactory = static _ => "Authorization",
    };

    /// <summary>The key; null if none is given.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read, or it is no key. The message does not have it in it.</exception>
    public static async Task<NodeKey?> ReadAsync(string? file, string header, CancellationToken cancellation)
    {
        string? key = file is null ? Environment.GetEnvironmentVariable(Variable) : await UserFile.ReadTextAsync(file, cancellation).ConfigureAwait(false);
        if (string.IsNullOrEmpty(key))
            return null;
        return NodeKey.TryCreate(key.Trim(), header, out NodeKey? read)
            ? read
            : throw new InvalidInputException(InvalidInputKind.Invalid, file is null ? Variable : "--node-key", "a key has printable characters of ASCII and no spaces, and a header's name letters, digits and hyphens.");
    }
}
