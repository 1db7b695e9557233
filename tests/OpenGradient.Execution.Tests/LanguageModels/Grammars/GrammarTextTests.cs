using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Tests.LanguageModels;

public sealed class GrammarTextTests
{
    [Theory]
    [InlineData("", "The rule 'root' is not defined.")]
    [InlineData("x ::= \"a\"", "The rule 'root' is not defined.")]
    [InlineData("root ::= x", "The rule 'x' is not defined.")]
    [InlineData("root ::= \"a\" root ::= \"b\"", "The rule 'root' is defined twice.")]
    [InlineData("root ::= \"a", "there should be the end of the text or class")]
    [InlineData("root ::= [a", "there should be the end of the text or class")]
    [InlineData("root ::= [z-a]", "a range whose end is not before its beginning")]
    [InlineData("root ::= (\"a\"", "')'")]
    [InlineData("root ::= \"a\"{3,2}", "a count that is not below the first")]
    [InlineData("root ::= \"a\"{x}", "a count up to 65535")]
    [InlineData("root ::= \"a\"{99999}", "a count up to 65535")]
    [InlineData("root ::= \"\\q\"", "one of the escapes")]
    [InlineData("root ::= \"\\uD800\"", "a code point that is no surrogate")]
    [InlineData("root ::= \"a\" )", "a rule 'name ::= …'")]
    [InlineData("root ::= !", "a text, a class, a rule or a group")]
    [InlineData("root ::= root \"a\" | \"a\"", "The rule 'root' begins with itself")]
    [InlineData("root ::= \"x\"? root \"a\" | \"a\"", "The rule 'root' begins with itself")]
    [InlineData("root ::= (\"a\"?)*", "repeats something that can be empty")]
    [InlineData("root ::= \"a\" root", "No text fits it.")]
    [InlineData("root ::= [^\\x00-\\U0010FFFF]", "No text fits it.")]
    public void Parse_WrongGrammar_SaysWhat(string text, string message)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => GrammarText.Parse(text, "grammar"));

        Assert.Equal("grammar", error.Subject);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TooLarge_IsRefused()
    {
        string[] texts =
        [
            new string('#', 1 << 17),
            "root ::= (\"abcdefgh\"{65535}){65535}",
            "root ::= a{60000} a ::= b{60000} b ::= c{60000} c ::= \"c\"",
            $"root ::= {string.Concat(Enumerable.Repeat("\"a\"{65535}", 5000))}",
            $"root ::= {new string('(', 100)}\"a\"{new string(')', 100)}",
        ];

        Assert.All(texts, static text => Assert.Equal(InvalidInputKind.TooLarge, Assert.Throws<InvalidInputException>(() => GrammarText.Parse(text, "grammar")).Kind));
    }

    [Fact]
    public void FindMask_AmbiguousGrammar_GrowsWithTheTextAndNoFaster()
    {
        // 2^n readings of n letters: each reading as a stack of its own would never come to an end.
        TokenGrammar grammar = Letters("root ::= x\nx ::= \"a\" x \"b\" | \"a\" x \"c\" | \"a\" x \"d\" | \"!\"");
        GrammarState state = grammar.Begin();

        for (int i = 0; i < 500; i++)
            state = grammar.Read(state, "a"u8);
        state = grammar.Read(state, "!bcd"u8);

        Assert.NotNull(grammar.FindMask(ref state));
        Assert.False(state.IsDead);
    }

    [Fact]
    public void FindMask_ListOfAnyLength_ComesBackToTheSameState()
    {
        TokenGrammar grammar = Letters("root ::= item (\",\" item)*\nitem ::= [a-c]*");
        GrammarState after = grammar.Read(grammar.Begin(), "a,b,cc,a"u8);

        Assert.Same(after, grammar.Read(after, ",ba"u8));
    }

    [Fact]
    public void FindMask_TooMuchWork_GivesUpOnlyWithinTheLimit()
    {
        const string Text = "root ::= x{2000} y\nx ::= \"a\"?\ny ::= \"b\" root | \"c\"";
        TokenGrammar bounded = Letters(Text, workLimit: 100);
        TokenGrammar unbounded = Letters(Text, long.MaxValue);
        GrammarState first = bounded.Begin();
        GrammarState second = unbounded.Begin();

        Assert.Null(bounded.FindMask(ref first));
        Assert.NotNull(unbounded.FindMask(ref second));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Begin_ThousandsOfCallersOfAChain_TakesMemoryForTheirSumAndNotTheirProduct()
    {
        string callers = string.Join('|', Enumerable.Repeat("x\"a\"", 5000));
        TokenGrammar grammar = Letters($"root ::= {callers}\nx ::= (\"b\"?){{0,5000}}");
        long before = GC.GetAllocatedBytesForCurrentThread();

        GrammarState state = grammar.Read(grammar.Begin(), "bb"u8);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
        Assert.False(grammar.Read(state, "ba"u8).IsDead);
        Assert.True(grammar.Read(state, "ba"u8).IsComplete);
        Assert.True(grammar.Read(state, "aa"u8).IsDead);
    }

    private static TokenGrammar Letters(string text, long workLimit = TokenGrammar.DefaultWorkLimit) =>
        new(GrammarText.Parse(text, "grammar"), new VocabularyTrie(128, static token => new[] { (byte)token }), endTokens: [0]) { WorkLimit = workLimit };
}
