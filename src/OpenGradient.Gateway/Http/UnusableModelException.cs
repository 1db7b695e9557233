using OpenGradient.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>An upload that arrived as it should and is no model that can be run: answered with 422.</summary>
internal sealed class UnusableModelException(InvalidInputException cause) : Exception(cause.Message, cause)
{
    /// <summary>The node or tensor that is wrong; null where the whole file is.</summary>
    public string? Subject => cause.Subject == ModelFile.WholeFile ? null : cause.Subject;
}
