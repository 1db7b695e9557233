using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>One of the schemas that a value must fit, and how messages name it.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Path">Where it stands.</param>
internal readonly record struct SchemaPart(JsonValue Schema, string Path);
