using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>What a step reads at one of its inputs, in the iterations in which it runs.</summary>
/// <param name="Document">The document of the value.</param>
/// <param name="Constant">Encoding, shape and digest, if the value is a constant; otherwise null.</param>
internal sealed record RecordInput(DocumentName Document, Constant? Constant);
