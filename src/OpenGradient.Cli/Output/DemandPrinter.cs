using System.Collections.Immutable;
using OpenGradient.Verification;
using Spectre.Console;

namespace OpenGradient.Cli.Output;

/// <summary>Prints what a policy asks for, one by one, with what was found and what would help.</summary>
internal static class DemandPrinter
{
    public static void Print(ImmutableArray<PolicyDemand> demands)
    {
        foreach (PolicyDemand demand in demands)
        {
            AnsiConsole.Write(new Text(demand.IsMet ? "met      " : "not met  ", new Style(demand.IsMet ? Color.Green : Color.Red)));
            Console.WriteLine(TerminalText.OneLine(demand.Demand));
            Console.WriteLine(TerminalText.OneLine($"         found: {demand.Finding}"));
            if (demand.Cure is not null)
                Console.WriteLine(TerminalText.OneLine($"         cure:  {demand.Cure}"));
        }
    }
}
