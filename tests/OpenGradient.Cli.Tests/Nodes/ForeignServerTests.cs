namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>An address where something else than a node answers: one sentence that names it, whatever was asked.</summary>
[Trait("Category", "Slow")]
public sealed class ForeignServerTests
{
    private const string Page = "<!doctype html><title>hello</title>";

    public static TheoryData<string> Commands =>
    [
        "run tinychat hello",
        $"receipt get {new string('a', 64)}",
        "receipt list",
        "model list",
        "model import models/price-risk",
        "keys show",
        "keys show --policy -",
        "log show",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public Task Ask_WebPage_IsToldToNameANode(string command) => AskAsync(command, 200, "text/html", Page, "answers, but not as a node does");

    [Theory]
    [InlineData("run tinychat hello")]
    [InlineData("model import models/price-risk")]
    public Task Ask_MissingWebPage_IsToldToNameANode(string command) => AskAsync(command, 404, "text/html", Page, "answers 404, but not as a node does");

    [Theory]
    [MemberData(nameof(Commands))]
    public Task Ask_OtherJson_IsToldToNameANode(string command) => AskAsync(command, 200, "application/json", """{"status":["ok"]}""", "answers, but not as a node does");

    [Theory]
    [InlineData("run tinychat hello")]
    [InlineData("model import models/price-risk")]
    public Task Ask_ConnectionClosed_SaysSo(string command) => AskAsync(command, 200, "", body: null, "broke off before it had answered");

    [Theory]
    [InlineData("run tinychat hello")]
    [InlineData("model import models/price-risk")]
    public void Ask_NobodyThere_SaysHowToStartANode(string command)
    {
        OgResult result = Og.Run([.. command.Split(' '), "--node", "http://127.0.0.1:1"]);

        RequireSentence(result, "no node answers at http://127.0.0.1:1/: start one with `og up`");
    }

    private static async Task AskAsync(string command, int status, string contentType, string? body, string sentence)
    {
        await using ForeignServer server = new(status, contentType, body);

        OgResult result = Og.Run([.. command.Split(' '), "--node", server.Address]);

        RequireSentence(result, $"{server.Address}/ {sentence}");
    }

    private static void RequireSentence(OgResult result, string sentence)
    {
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.TrimEnd().Split('\n'));
    }
}
