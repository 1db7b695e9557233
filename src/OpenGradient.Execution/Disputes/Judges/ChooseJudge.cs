using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The choice of a token from a row of logits: spec/exec-1, section 15, by passes over the row.</summary>
/// <remarks>
/// At temperature 0 one pass with the place of the greatest so far. Otherwise the greatest logit, then the token at which a running sum over the candidates in their
/// order comes to a number, found like the element of a rank by <see cref="TopKJudge"/>: by the number of candidates for topK, by their weights for topP and for the draw.
/// </remarks>
internal sealed class ChooseJudge : IDisputeOperator
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => TokenChoice.Of(step.Step).Header(step.Input(0).Type, Interpreter.Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step)
    {
        JudgedInput logits = step.Input(0);
        return TokenChoice.Of(step.Step).Choose(new Tensor(logits.Type, Interpreter.Shapes.ToImmutable(logits.Shape), logits.ReadElements()));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        var choice = TokenChoice.Of(step.Step);
        JudgedInput logits = step.Input(0);
        long vocabulary = logits.Shape[1];
        long first = (choice.PromptCount - 1 + element) * vocabulary;
        float Logit(long token) => logits.Float(first + token) is var logit && float.IsNaN(logit) ? float.NegativeInfinity : logit;
        if (choice.Settings.Temperature == 0f)
            return new Derivation([Phase.Chain(vocabulary - 1, 0L, (term, best) => Logit(term + 1) > Logit(best) ? term + 1 : best)], static results => results[0]);

        var way = new DrawnToken(choice.Settings, vocabulary, Logit);
        ImmutableArray<Phase> phases = way.Phases(choice.Draw(element));
        return new Derivation(phases, static results => results[^1]);
    }
}
