using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace OpenGradient.Cli.Output;

/// <summary>An option that takes a whole number, and says which ones.</summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, string description, int defaultValue, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result => TryParse(result, least, most, out int number) ? number : defaultValue,
    };

    /// <summary>Reads the number; where it is none, or out of range, the result says so.</summary>
    public static bool TryParse(ArgumentResult result, int least, int most, out int number)
    {
        string text = result.Tokens is [var token] ? token.Value : "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most)
            return true;
        result.AddError($"{((OptionResult)result.Parent!).Option.Name} takes a number from {least} to {most}, not '{text}'.");
        return false;
    }
}
