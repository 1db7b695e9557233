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
    public Tensor Run(JudgedStep step) => TokenChoice.Of(step.Step).Choose(step.Input(0).ReadTensor(), step.Has(1) ? step.Input(1).ReadTensor() : null);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        var choice = TokenChoice.Of(step.Step);
        JudgedInput logits = step.Input(0);
        long vocabulary = logits.Shape[1];
        long first = (choice.PromptCount - 1 + element) * vocabulary;
        float Logit(long token) => logits.Float(first + token) is var logit && float.IsNaN(logit) ? float.NegativeInfinity : logit;
        if (step.Has(1))
            return Held(step, choice, Logit, element);
        if (choice.Settings.Temperature == 0f)
            return new Derivation([Phase.Chain(vocabulary - 1, 0L, (term, best) => Logit(term + 1) > Logit(best) ? term + 1 : best)], static results => results[0]);

        var way = new DrawnToken(choice.Settings, vocabulary, Logit, static _ => true);
        ImmutableArray<Phase> phases = way.Phases(choice.Draw(element));
        return new Derivation(phases, static results => results[^1]);
    }

    /// <summary>With a mask a term reads two elements, and there may be no token.</summary>
    private static Derivation Held(JudgedStep step, TokenChoice choice, Func<long, float> logit, long element)
    {
        long vocabulary = step.Input(0).Shape[1];
        bool IsAllowed(long token) => step.Input(1).Bits((element * vocabulary) + token) != 0;
        if (choice.Settings.Temperature != 0f)
        {
            var way = new DrawnToken(choice.Settings, vocabulary, logit, IsAllowed);
            ImmutableArray<Phase> phases = way.Phases(choice.Draw(element));
            return new Derivation(phases, results => results[way.WholeSum] == 0 ? unchecked((uint)TokenChoice.NoToken) : results[^1]);
        }

        Phase greatest = Phase.Chain(
            vocabulary, (long)TokenChoice.NoToken, (token, best) => IsAllowed(token) && (best == TokenChoice.NoToken || logit(token) > logit(best)) ? token : best);
        return new Derivation([greatest], static results => (uint)(results[0] & uint.MaxValue));
    }
}
