using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>What a name stands for that was never set: false, empty, and an error as soon as something is asked of it.</summary>
internal sealed record TemplateUndefined(string Name)
{
    /// <summary>What asking something of it is.</summary>
    public InvalidInputException Error() => TemplateError.Runtime($"'{Name}' is undefined.");
}
