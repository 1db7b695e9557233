using System.CommandLine;
using OpenGradient.Cli.Output;
using OpenGradient.Execution.LanguageModels;

namespace OpenGradient.Cli.Nodes;

/// <summary>The options of <c>og up</c> that say what serving may take. None of them changes a bit of an answer.</summary>
internal static class ServingFlags
{
    private static readonly string[] Sharings = ["client", "none", "all"];

    public static Option<long?> Cache { get; } = SizeOption.Create(
        "--cache", "Memory for the texts that a language model is reading, for each model; when it is full, texts take turns (default: 1GiB)", least: 1 << 20);

    public static Option<long?> ProofMemory { get; } = SizeOption.Create(
        "--proof-memory", "The most memory that the proof of a receipt may take; one that would take more is refused (default: a quarter of what there is)", least: 1 << 20);

    public static Option<int> Queue { get; } = NumberOption.Create(
        "--queue", "How many inferences may wait before more are refused with 429; one client may have a quarter of them", defaultValue: 1024, least: 0, most: 1_000_000);

    public static Option<int> AnswerTime { get; } = NumberOption.Create(
        "--answer-time", "Seconds that an answer may take before it ends as it is, aborted; a request may ask for less", defaultValue: 600, least: 1, most: 86_400);

    public static Option<int?> Threads { get; } = new("--threads")
    {
        Description = "How many threads work on one inference, 1 to 64 (default: OG_THREADS, else the number of processors)",
        HelpName = "N",
        CustomParser = static result => NumberOption.TryParse(result, least: 1, most: 64, out int count) ? count : null,
    };

    public static Option<PrefixSharing?> SharePrefixes { get; } = new("--share-prefixes")
    {
        Description = "Whose prompts share what was computed for a common beginning: of one client, of none, of all; sharing shows in the time that an answer takes (default: client)",
        HelpName = "client|none|all",
        CustomParser = static result =>
        {
            string text = result.Tokens is [var token] ? token.Value : "";
            int index = Array.IndexOf(Sharings, text);
            if (index < 0)
                result.AddError($"--share-prefixes takes client, none or all, not '{text}'.");
            return (PrefixSharing)Math.Max(index, 0);
        },
    };
}
