namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>A node, or the model behind it, that would write to the terminal of whoever asks it.</summary>
public sealed class HostileNodeTests
{
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(200, """{"choices":[{"message":{"content":"one\n\ttwo\u001b[2J\u009b1m\u202ethree\r\nfour","tool_calls":[{"function":{"name":"\u001bc","arguments":"{}\u0007"}}]}}],"receipt":{"id":"\u001b[A"}}""", 0)]
    [InlineData(400, """{"error":{"message":"no\u001b]0;owned\u0007"}}""", 1)]
    [InlineData(500, "\u001b[2J", 1)]
    public async Task Run_AnswerWithControlCharacters_PrintsNone(int status, string body, int exitCode)
    {
        await using ForeignServer server = new(status, "application/json", body);

        OgResult result = Og.Run("run", "model", "hello", "--node", server.Address);

        Assert.Equal(exitCode, result.ExitCode);
        string printed = (result.Output + result.Errors).ReplaceLineEndings("\n");
        Assert.DoesNotContain(printed, static unit => (char.IsControl(unit) && unit is not ('\n' or '\t')) || unit == '\u202e');
        Assert.True(status != 200 || printed.StartsWith("one\n\ttwo", StringComparison.Ordinal), printed);
    }
}
