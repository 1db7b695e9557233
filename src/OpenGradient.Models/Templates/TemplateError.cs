using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>How template errors are worded: always about the chat template, always with what to look at.</summary>
internal static class TemplateError
{
    /// <summary>The template's source does not parse.</summary>
    public static InvalidInputException Syntax(TemplatePlace place, string what) =>
        new(InvalidInputKind.Malformed, "chat_template", $"{place}: {what}");

    /// <summary>The template asks for something that this interpreter does not have.</summary>
    public static InvalidInputException Unsupported(string what) => new(InvalidInputKind.Unsupported, "chat_template", what);

    /// <summary>The template cannot be rendered with these messages.</summary>
    public static InvalidInputException Runtime(string what) => new(InvalidInputKind.Invalid, "chat_template", what);

    /// <summary>The same error, with the place where it happened.</summary>
    public static InvalidInputException At(TemplatePlace place, InvalidInputException error) =>
        new(error.Kind, error.Subject, $"{place}: {error.Message}", error);

    /// <summary>The template runs or writes too long.</summary>
    public static InvalidInputException TooLarge(string what) => new(InvalidInputKind.TooLarge, "chat_template", what);
}
