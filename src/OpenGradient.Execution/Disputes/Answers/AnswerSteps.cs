using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Puts the steps that make an answer behind a causal Program, and what they read besides before it.</summary>
internal sealed class AnswerSteps
{
    private readonly Program _program;
    private readonly DisputedAnswer _answer;
    private readonly List<ProgramInput> _inputs;
    private readonly List<Step> _steps;
    private readonly List<ProgramOutput> _outputs;
    private int _valueCount;

    /// <param name="program">The Program: its first input is the tokens that were read, its first output the logits.</param>
    /// <param name="answer">The answer.</param>
    public AnswerSteps(Program program, DisputedAnswer answer)
    {
        (_program, _answer) = (program, answer);
        _inputs = [.. program.Inputs];
        if (answer.ReadsTokens)
            _inputs.Add(new ProgramInput("answer", ElementType.Int32, ["answer"]));
        if (answer.ReadsText)
            _inputs.AddRange([new ProgramInput("ends", ElementType.Int32, ["vocabulary"]), new ProgramInput("pieces", ElementType.UInt8, ["pieces"])]);
        _steps = [.. program.Steps.Select(Shift)];
        _outputs = [.. program.Outputs.Select(output => output with { Value = Shift(output.Value) })];
        _valueCount = Shift(program.ValueCount);
    }

    private int Logits => Shift(_program.Outputs[0].Value);

    private int Tokens => _program.Inputs.Length;

    private int Ends => _answer.ReadsText ? Tokens + 1 : Step.Absent;

    private int Pieces => _answer.ReadsText ? Tokens + 2 : Step.Absent;

    /// <summary>The Program with the steps, and with their outputs.</summary>
    public Program Extend()
    {
        (int mask, int text) = _answer.Grammar is null ? (Step.Absent, Step.Absent) : AddMask();
        (int logits, int promptCount) = AddChange();
        ImmutableArray<int> chosenFrom = mask == Step.Absent ? [logits] : [logits, mask];
        _outputs.Add(new ProgramOutput("answer", Add(AnswerOperators.Choose, chosenFrom, [Prompt(promptCount), ("seed", _answer.Seed.ToString()), .. AnswerSettings.OfChoice(_answer.Sampling)])));
        if (_answer.Ending is { } ending)
            _outputs.Add(new ProgramOutput("ends", Add(AnswerOperators.AnswerEnd, [Tokens, Ends, Pieces, mask, text], [.. Held(ending), .. AnswerSettings.OfEnding(ending)])));
        return _program with { Inputs = [.. _inputs], Steps = [.. _steps], Outputs = [.. _outputs] };
    }

    private (int Mask, int Text) AddMask()
    {
        int text = Add(AnswerOperators.TokenText, [Tokens, Ends, Pieces], []);
        return (Add(AnswerOperators.TokenMask, [Logits, Tokens, Ends, Pieces, text], [.. AnswerSettings.OfGrammar(_answer.Grammar!, _answer.EndTokens)]), text);
    }

    private (int Logits, int PromptCount) AddChange()
    {
        (string, string)[] changes = [.. AnswerSettings.OfChange(_answer.Sampling)];
        return changes.Length == 0
            ? (Logits, _answer.PromptCount)
            : (Add(AnswerOperators.AdjustLogits, [Logits, 0], [Prompt(_answer.PromptCount), .. changes]), 1); // the first row that is left is that of the prompt's last token
    }

    private IEnumerable<(string, string)> Held(AnswerEnding ending) =>
        _answer.Grammar is { } grammar ? AnswerSettings.OfGrammar(grammar, ending.EndTokens) : [("endTokens", string.Join(',', ending.EndTokens))];

    private static (string, string) Prompt(int count) => ("prompt", count.ToString(CultureInfo.InvariantCulture));

    private int Add(string name, ImmutableArray<int> inputs, (string Name, string Text)[] attributes)
    {
        _steps.Add(new Step(name, inputs, 1, attributes.ToImmutableSortedDictionary(static setting => setting.Name, static setting => setting.Text, StringComparer.Ordinal), IsTraced: false));
        return _valueCount++;
    }

    /// <summary>Values behind the inputs make room for the further ones.</summary>
    private int Shift(int value) => value < _program.Inputs.Length ? value : value + _inputs.Count - _program.Inputs.Length;

    private Step Shift(Step step) => step with { Inputs = [.. step.Inputs.Select(Shift)], Bodies = [.. step.Bodies.Select(Shift)] };

    private Body Shift(Body body) => body with { Steps = [.. body.Steps.Select(Shift)], Outputs = [.. body.Outputs.Select(Shift)] };
}
