using OpenGradient.Primitives;

namespace OpenGradient.Models.Quantization;

/// <summary>How a node without an integer form is refused: which, why, and what would make it provable.</summary>
internal static class Refusal
{
    /// <param name="subject">The node, as messages name it.</param>
    /// <param name="what">What is in the way.</param>
    /// <param name="cure">What to do about it, as a command.</param>
    public static InvalidInputException Create(string subject, string what, string cure) =>
        new(InvalidInputKind.Unsupported, subject, $"{subject}: {what}; to make it provable: {cure}.");
}
