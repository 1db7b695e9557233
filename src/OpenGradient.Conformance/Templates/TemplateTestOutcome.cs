namespace OpenGradient.Conformance.Templates;

/// <summary>How a template did with a conversation, beside Jinja2.</summary>
public enum TemplateTestOutcome
{
    /// <summary>The same prompt, byte for byte.</summary>
    Same,

    /// <summary>Another prompt.</summary>
    Different,

    /// <summary>Both refuse the conversation.</summary>
    BothRefuse,

    /// <summary>A prompt where Jinja2 gives an error.</summary>
    OnlyHere,

    /// <summary>An error where Jinja2 gives a prompt.</summary>
    OnlyThere,
}
