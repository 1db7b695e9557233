using System.CommandLine;
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
        CustomParser = result =>
        {
            string text = result.Tokens is [var token] ? token.Value : "";
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
                return number;
            result.AddError($"{name} takes a number from {least} to {most}, not '{text}'.");
            return defaultValue;
        },
    };
}
