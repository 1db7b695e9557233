using System.Collections.Immutable;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>A model's chat template: turns a conversation into the text that the model was trained on.</summary>
/// <remarks>
/// A small, strict part of Jinja, run with bounds on steps, depth and output, without files, clock or randomness. What it does
/// not have is an error that names it. Rendering keeps apart what the template wrote and what the messages brought: see
/// <see cref="PromptSegment"/>. Immutable and safe to use from many threads.
/// </remarks>
public sealed record ChatTemplate
{
    private const int SourceLimit = 1 << 18;

    private readonly ImmutableArray<TemplateStatement> _statements;

    private ChatTemplate(string source, ImmutableArray<TemplateStatement> statements)
    {
        Source = source;
        _statements = statements;
    }

    /// <summary>The template as the model's file holds it.</summary>
    public string Source { get; }

    /// <summary>What <c>bos_token</c> stands for.</summary>
    public string BeginToken { get; init; } = "";

    /// <summary>What <c>eos_token</c> stands for.</summary>
    public string EndToken { get; init; } = "";

    /// <summary>Parses a template.</summary>
    /// <exception cref="InvalidInputException">It does not parse, or uses what this interpreter does not have.</exception>
    public static ChatTemplate Parse(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Length > SourceLimit)
            throw TemplateError.TooLarge($"The template has {source.Length} letters; {SourceLimit} are the limit.");
        return new ChatTemplate(source, TemplateParser.Parse(source));
    }

    /// <summary>Renders a conversation as it is; if the template fails on that, in the forms that the simplest templates know.</summary>
    /// <exception cref="InvalidInputException">The template refuses the conversation, or runs over its bounds.</exception>
    public ImmutableArray<PromptSegment> Render(ChatPrompt prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        try
        {
            return RenderAsItIs(prompt);
        }
        catch (InvalidInputException error) when (error.Kind != InvalidInputKind.TooLarge)
        {
            // The first error is the one to tell: it is about what the client sent.
            if (PlainMessages.TryMake(prompt.Messages, out ImmutableArray<JsonValue> plain) && TryRender(prompt with { Messages = plain }) is { } segments)
                return segments;
            throw;
        }
    }

    private ImmutableArray<PromptSegment>? TryRender(ChatPrompt prompt)
    {
        try
        {
            return RenderAsItIs(prompt);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private ImmutableArray<PromptSegment> RenderAsItIs(ChatPrompt prompt)
    {
        TemplateScope globals = new(null);
        TemplateGlobals.AddTo(globals, prompt.Now);
        TemplateGlobals.AddFireFunctionNames(globals, prompt);
        foreach ((string name, JsonValue value) in prompt.Variables?.Members ?? [])
            globals.Set(name, TemplateValues.FromJson(value));
        globals.Set("messages", prompt.Messages.Select(TemplateValues.FromJson).ToList());
        globals.Set("tools", prompt.Tools is null ? TemplateNone.Value : TemplateValues.FromJson(prompt.Tools));
        globals.Set("add_generation_prompt", prompt.AddGenerationPrompt);
        globals.Set("bos_token", MarkedText.FromTemplate(BeginToken));
        globals.Set("eos_token", MarkedText.FromTemplate(EndToken));
        return [.. TemplateRun.Render(_statements, globals).Segments()];
    }
}
