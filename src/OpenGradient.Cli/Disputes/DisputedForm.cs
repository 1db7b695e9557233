using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;

namespace OpenGradient.Cli.Disputes;

/// <summary>What a simulated answer is held to.</summary>
/// <param name="StopStrings">Texts at which it ends.</param>
/// <param name="Grammar">The texts that it may be; null for any.</param>
internal sealed record DisputedForm(ImmutableArray<string> StopStrings, AnswerGrammar? Grammar);
