using System.Collections.Immutable;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The step that says which tokens a grammar allows behind each beginning of an answer (spec/dispute-1, section 11).</summary>
/// <param name="Grammar">What the answer is held to.</param>
/// <param name="EndTokens">The model's end-of-turn tokens.</param>
internal sealed record TokenAllowance(Grammar Grammar, ImmutableArray<int> EndTokens)
{
    /// <summary>The settings of a step.</summary>
    /// <exception cref="Primitives.InvalidInputException">They are malformed.</exception>
    public static TokenAllowance Of(Step step) => new((AnswerSettings.Grammar(step) ?? throw AnswerSettings.Error("there is no grammar")).Compile(), AnswerSettings.EndTokens(step));

    /// <summary>Which tokens may come: a row for each number of tokens that the answer has before, from none to all.</summary>
    public Tensor Run(Tensor logits, Tensor answer, TokenPieces pieces)
    {
        ValueHeader header = Header(logits.Shape, answer.Shape);
        int vocabulary = (int)header.Shape[1];
        byte[] allowed = new byte[header.ContentBytes];
        var grammar = new TokenGrammar(Grammar, new VocabularyTrie(pieces.Ends.Length, pieces.Of), EndTokens) { WorkLimit = long.MaxValue };
        ReadOnlySpan<int> tokens = answer.As<int>();
        GrammarState state = grammar.Begin();
        for (int row = 0; row < header.Shape[0]; row++)
        {
            TokenMask mask = grammar.FindMask(ref state)!.Value;
            for (int token = 0; token < vocabulary; token++)
                allowed[(row * vocabulary) + token] = mask.Allows(token) ? (byte)1 : (byte)0;
            if (row < tokens.Length)
                state = grammar.Read(state, pieces.Of(tokens[row]).Span);
        }

        return new Tensor(ElementType.Bool, header.Shape, allowed);
    }

    /// <summary>Type and shape of the rows.</summary>
    public static ValueHeader Header(IReadOnlyList<long> logits, IReadOnlyList<long> answer) => logits is [_, var vocabulary] && answer is [var count]
        ? new ValueHeader(ElementType.Bool, [count + 1, vocabulary])
        : throw AnswerSettings.Error("logits or tokens have not their form");

    /// <summary>Whether a token may come behind a text; <paramref name="piece"/> is what it decodes to.</summary>
    public bool Allows(ReadOnlySpan<byte> text, int token, ReadOnlySpan<byte> piece)
    {
        var machine = new GrammarMachine(Grammar);
        GrammarState state = Read(machine, machine.Begin(), text);
        if (EndTokens.Contains(token))
            return state.IsComplete;
        return piece.Length is > 0 and <= VocabularyTrie.MaxPieceBytes && !Read(machine, state, piece).IsDead;
    }

    /// <summary>Whether a text is one of the grammar.</summary>
    public bool IsWhole(ReadOnlySpan<byte> text)
    {
        var machine = new GrammarMachine(Grammar);
        return Read(machine, machine.Begin(), text).IsComplete;
    }

    private static GrammarState Read(GrammarMachine machine, GrammarState state, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
            state = machine.Step(state, value);
        return state;
    }
}
