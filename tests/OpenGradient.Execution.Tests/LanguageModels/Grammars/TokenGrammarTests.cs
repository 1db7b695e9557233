using System.Text;
using CsCheck;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels;

/// <summary>Masks that were put together from slices against reading every token; and the limits on memory and work.</summary>
public sealed class TokenGrammarTests
{
    private static readonly byte[][] Tokens = MakeTokens();

    [Theory]
    [InlineData("root ::= \"\\\"\" [^\\\"\\\\\\x00-\\x1F]* \"\\\"\" [a-z]*")]
    [InlineData("root ::= [^\"\\\\]{0,40} \"\\\"\"")]
    [InlineData("root ::= [^\\n\\r\\u2028\\u2029]{3,25} \"\\n\"?")]
    [InlineData("root ::= [a-z]{1,30} (\"-\" [a-z]{1,3}){0,2}")]
    [InlineData("root ::= [a-z]{2} [a-zA-Z]{2} [a-zA-Z0-9 ]{2} .{2}")]
    [InlineData("root ::= ([a-p] | \"é\" | \"x\" .)*")]
    [InlineData("root ::= \"abab\" | [a-z ]{0,7} | [^a]{9}")]
    [InlineData("root ::= ([a-z]{0,20} \",\" | [A-Z]{0,20} \";\" | [0-9a-f]{0,20} \"!\" | [ -~]{0,5} \"?\" | [g-z]{17})*")]
    public void FindMask_AnyState_IsWhatReadingEveryTokenAllows(string text)
    {
        TokenGrammar grammar = new(GrammarText.Parse(text, "grammar"), new VocabularyTrie(Tokens.Length, static token => Tokens[token]), endTokens: []);

        Gen.Int[0, int.MaxValue - 1].Array[30].SampleFixed(
            choices =>
            {
                GrammarState state = grammar.Begin();
                foreach (int choice in choices)
                {
                    TokenMask mask = grammar.FindMask(ref state)!.Value;
                    int[] allowed = [.. Enumerable.Range(0, Tokens.Length).Where(token => mask.Allows(token))];
                    Assert.Equal(Enumerable.Range(0, Tokens.Length).Where(token => Tokens[token].Length > 0 && !grammar.Read(state, Tokens[token]).IsDead), allowed);
                    if (allowed.Length == 0)
                        return;
                    state = grammar.Read(state, Tokens[allowed[choice % allowed.Length]]);
                }
            },
            iter: 8);
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(200)]
    public void FindMask_EndTokenBehindTheVocabulary_IsAllowedWhereATextMayEnd(int end)
    {
        TokenGrammar grammar = new(GrammarText.Parse("root ::= \"ab\"", "grammar"), new VocabularyTrie(2, static token => new[] { (byte)('a' + token) }), [end]);
        GrammarState state = grammar.Begin();

        Assert.False(grammar.FindMask(ref state)!.Value.Allows(end));
        state = grammar.Read(state, "ab"u8);
        Assert.True(grammar.FindMask(ref state)!.Value.Allows(end));
    }

    [Fact]
    public void FindMask_StatesThatTakeMuch_AreForgottenByTheirBytes()
    {
        // Each letter leads to a state of its own, with a hundred places to come back to.
        string choices = string.Join('|', Enumerable.Range(0, 100).Select(static _ => "\"a\" root \"b\""));
        GrammarMachine machine = new(GrammarText.Parse($"root ::= {choices} | \"c\"", "grammar"));
        GrammarState state = machine.Begin();
        long most = 0;

        for (int i = 0; i < 20_000; i++)
        {
            state = machine.Trim(machine.Step(state, (byte)'a'));
            most = Math.Max(most, machine.Bytes);
        }

        Assert.InRange(most, GrammarMachine.MaximumBytes / 4, GrammarMachine.MaximumBytes + (4L << 20));
    }

    [Fact]
    public void FindMask_AfterForgetting_GoesOnTheSame()
    {
        string text = "root ::= ([a-z]{0,9} [0-9])*";
        TokenGrammar grammar = new(GrammarText.Parse(text, "grammar"), new VocabularyTrie(Tokens.Length, static token => Tokens[token]), endTokens: []);
        GrammarMachine machine = new(GrammarText.Parse(text, "grammar"));
        GrammarState state = machine.Step(machine.Begin(), (byte)'a');
        machine.Keep(GrammarMachine.MaximumBytes);

        GrammarState renewed = machine.Trim(state);

        Assert.NotSame(state, renewed);
        Assert.Equal(0, machine.Bytes);
        Assert.Same(renewed, machine.Trim(renewed));
        Assert.Same(machine.Step(renewed, (byte)'b'), machine.Step(machine.Trim(state), (byte)'b'));
        Assert.True(grammar.Bytes > 0 && machine.Bytes > 0);
    }

    [Fact]
    public void FindMask_TotalLimitOfWork_IsReachedAtTheSameTokenEveryTime()
    {
        int first = CountTokens();

        Assert.InRange(first, 2, 60);
        Assert.Equal(first, CountTokens());

        static int CountTokens()
        {
            TokenGrammar grammar = new(GrammarText.Parse("root ::= ([a-z ]{0,60} \"!\"){50}", "grammar"), new VocabularyTrie(Tokens.Length, static token => Tokens[token]), endTokens: [])
            {
                WorkLimit = long.MaxValue,
                TotalWorkLimit = 20_000,
            };
            GrammarState state = grammar.Begin();
            for (int count = 0; ; count++)
            {
                try
                {
                    grammar.FindMask(ref state);
                }
                catch (WorkLimitException)
                {
                    return count;
                }

                state = grammar.Read(state, count % 9 == 8 ? "!"u8 : "ab cd"u8);
            }
        }
    }

    /// <summary>Words, runs, code points of every length and their parts, quotes and escapes, long tokens.</summary>
    private static byte[][] MakeTokens()
    {
        List<byte[]> tokens = [[]];
        for (int value = 0; value < 256; value++)
            tokens.Add([(byte)value]);
        Random random = new(11);
        string[] parts = ["a", "b", "ab", "the", " ", "X", "7", "f", "é", "日", "𝄞", "\u2028", "“", "-", "\"", "\\", "\n", ",", "!", "z9"];
        for (int i = 0; i < 1200; i++)
            tokens.Add(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => parts[random.Next(parts.Length)]))));
        foreach (int length in (int[])[2, 5, 15, 16, 17, 18, 30, 60])
        {
            tokens.Add(Encoding.UTF8.GetBytes(new string('a', length)));
            tokens.Add(Encoding.UTF8.GetBytes(new string('é', length)));
            tokens.Add([.. Encoding.UTF8.GetBytes(new string('b', length)), 0xE6, 0x97]);
        }

        return [.. tokens];
    }
}
