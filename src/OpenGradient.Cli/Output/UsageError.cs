using System.CommandLine;
using System.CommandLine.Parsing;

namespace OpenGradient.Cli.Output;

/// <summary>A command line that means nothing: says what is wrong with it and where the help is.</summary>
internal static class UsageError
{
    public static int Print(ParseResult arguments)
    {
        foreach (string problem in Problems(arguments).Distinct())
            Console.Error.WriteLine($"og: {TerminalText.OneLine(problem)}");
        Console.Error.WriteLine($"see {CommandLine(arguments.CommandResult)} --help");
        return ExitCode.Failed;
    }

    /// <summary>A word that is out of place explains all other errors. Each is one line: the library lists what an option takes in several.</summary>
    private static IEnumerable<string> Problems(ParseResult arguments) => arguments.UnmatchedTokens is [string word, ..]
        ? [$"'{word}' is no command, option or argument of {CommandLine(arguments.CommandResult)}; text with spaces needs quotes."]
        : arguments.Errors.Select(static error => string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private static string CommandLine(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{CommandLine(parent)} {result.Command.Name}" : OgCommand.Name;
}
