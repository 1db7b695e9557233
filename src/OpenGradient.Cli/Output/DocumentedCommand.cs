using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace OpenGradient.Cli.Output;

/// <summary>A command whose own help ends with more than its summary: what to know, and examples to copy.</summary>
internal sealed class DocumentedCommand(string name, string summary, string notes) : Command(name, summary)
{
    private string Notes { get; } = OgCommand.InExamples(notes);

    /// <summary>Lets the help of every documented command end with its notes.</summary>
    public static void ShowNotes(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithNotes((SynchronousCommandLineAction)help.Action!);
    }

    private sealed class HelpWithNotes(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            HideArgumentsOfParents(parseResult.CommandResult);
            int code = ShowUsage(parseResult);
            if (parseResult.CommandResult.Command is DocumentedCommand command)
                parseResult.InvocationConfiguration.Output.WriteLine(command.Notes);
            return code;
        }

        /// <summary>The library calls this program by the name of its file.</summary>
        private int ShowUsage(ParseResult parseResult)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            using StringWriter usage = new();
            parseResult.InvocationConfiguration.Output = usage;
            int code = help.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output = output;
            output.Write(OgCommand.InExamples(usage.ToString()));
            return code;
        }

        /// <summary>A command that has arguments and commands takes one or the other; its commands' help would list both.</summary>
        private static void HideArgumentsOfParents(CommandResult command)
        {
            for (CommandResult? parent = command.Parent as CommandResult; parent is not null; parent = parent.Parent as CommandResult)
            {
                foreach (Argument argument in parent.Command.Arguments)
                    argument.Hidden = true;
            }
        }
    }
}
