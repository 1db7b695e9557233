using OpenGradient.Execution.Disputes;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>What the node answers in a dispute: a message, or the verdict to which the challenger's message led.</summary>
internal sealed record DefenceReply(DsseEnvelope? Message, Verdict? Verdict);
