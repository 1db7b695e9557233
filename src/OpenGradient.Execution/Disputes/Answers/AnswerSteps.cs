using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Puts the steps that make an answer behind a causal Program.</summary>
/// <param name="program">The Program: its first input is the tokens that were read, its first output the logits.</param>
/// <param name="answer">The answer.</param>
internal sealed class AnswerSteps(Program program, DisputedAnswer answer)
{
    private readonly List<Step> _steps = [.. program.Steps];
    private readonly List<ProgramOutput> _outputs = [.. program.Outputs];
    private int _valueCount = program.ValueCount;

    /// <summary>The Program with the steps, and the tokens as a further output.</summary>
    public Program Extend()
    {
        (string, string)[] changes = [.. AnswerSettings.OfChange(answer.Sampling)];
        int logits = program.Outputs[0].Value;
        int promptCount = answer.PromptCount;
        if (changes.Length > 0)
        {
            logits = Add(AnswerOperators.AdjustLogits, [logits, 0], [Prompt(promptCount), .. changes]);
            promptCount = 1; // the first row that is left is that of the prompt's last token
        }

        int tokens = Add(AnswerOperators.Choose, [logits], [Prompt(promptCount), ("seed", answer.Seed.ToString()), .. AnswerSettings.OfChoice(answer.Sampling)]);
        _outputs.Add(new ProgramOutput("answer", tokens));
        return program with { Steps = [.. _steps], Outputs = [.. _outputs] };
    }

    private static (string, string) Prompt(int count) => ("prompt", count.ToString(CultureInfo.InvariantCulture));

    private int Add(string name, ImmutableArray<int> inputs, (string Name, string Text)[] attributes)
    {
        _steps.Add(new Step(name, inputs, 1, attributes.ToImmutableSortedDictionary(static setting => setting.Name, static setting => setting.Text, StringComparer.Ordinal), IsTraced: false));
        return _valueCount++;
    }
}
