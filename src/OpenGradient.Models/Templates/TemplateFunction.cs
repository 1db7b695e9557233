namespace OpenGradient.Models.Templates;

/// <summary>Something that can be called: positional arguments and named ones.</summary>
internal delegate object TemplateFunction(IReadOnlyList<object> positional, IReadOnlyDictionary<string, object> named);
