using System.Text.RegularExpressions;
using OpenGradient.Verification;

namespace OpenGradient.Proxy.Tests;

/// <summary>Bundles that come in the stream (receipt-1 §8.4): they save a request, and are worth no more than those that are fetched.</summary>
public sealed partial class StreamBundleTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private const string ChatPath = "/v1/chat/completions";
    private const string Chat = """{"model":"tinychat","stream":true,"messages":[{"role":"user","content":"What is 12 + 30?"}]}""";

    public static TheoryData<string, string, int> Requests => new()
    {
        { ChatPath, Chat, 1 },
        { "/v1/completions", """{"model":"tinychat","prompt":"1 + 1","max_tokens":4,"n":2,"temperature":1,"stream":true}""", 2 },
        { "/v1/responses", """{"model":"tinychat","input":"What is 12 + 30?","stream":true}""", 1 },
        { "/v1/messages", """{"model":"tinychat","max_tokens":32,"stream":true,"messages":[{"role":"user","content":"What is 12 + 30?"}]}""", 1 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Post_BundlesInTheStream_AreVerifiedKeptAndNotPassedOn(string path, string body, int count)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        List<string> answers = [];
        proxy.Liar.BringsBundles = true;
        proxy.Liar.ChangeAnswer = (_, text) =>
        {
            answers.Add(text);
            return text;
        };

        (int status, string released) = await proxy.PostAsync(path, body);

        Assert.Equal(200, status);
        string stream = Assert.Single(answers); // nothing was fetched
        Assert.Equal(count, BundleLine().Count(stream));
        Assert.Equal(BundleLine().Replace(stream, ""), released);
        string[] kept = Directory.GetFiles(proxy.Store);
        Assert.Equal(count, kept.Length);
        foreach (string file in kept)
            Assert.True(BundleVerifier.Verify(await File.ReadAllBytesAsync(file), Policy.Default, DateTimeOffset.UtcNow.ToUnixTimeSeconds()).Accepted);
    }

    [Fact]
    public async Task Post_BundleDroppedOnTheWay_IsFetched()
    {
        (int status, string released, int requests) = await AskAsync(static stream => BundleLine().Replace(stream, ""));

        Assert.Equal((200, 2), (status, requests));
        Assert.Contains("[DONE]", released, StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<string, string>> Lies => new()
    {
        { "not the bundle's base64", static stream => BundleLine().Replace(stream, ": og-bundle 0 e3\n") },
        { "no bundle", static stream => BundleLine().Replace(stream, ": og-bundle 0 e30=\n") },
        { "twice", static stream => BundleLine().Replace(stream, "$&$&") },
        { "without the log's proof", static stream => ChangeBundle(stream, "tlog-proof/v1", "tlog-prooF/v1") },
        { "another receipt", static stream => ChangeBundle(stream, "\"payload\":\"ey", "\"payload\":\"eY") },
        { "without what was disclosed", static stream => ChangeBundle(stream, "\"disclosures\":[{", "\"disclosurez\":[{") },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Post_BundleChangedOnTheWay_IsRefusedAndTheStreamHasNoEnd(string lie, Func<string, string> change)
    {
        (int status, string released, int requests) = await AskAsync(change);

        Assert.True(status == 502 || released.Contains("evidence_refused", StringComparison.Ordinal), $"{lie}: {released}");
        Assert.DoesNotContain("[DONE]", released, StringComparison.Ordinal);
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task Post_BundleOfAnEarlierStream_IsRefused()
    {
        string? first = null;
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        proxy.Liar.BringsBundles = true;
        proxy.Liar.ChangeAnswer = (_, stream) => BundleLine().Replace(stream, first ??= BundleLine().Match(stream).Value);

        Assert.DoesNotContain("evidence_refused", (await proxy.PostAsync(ChatPath, Chat)).Body, StringComparison.Ordinal);
        (_, string released) = await proxy.PostAsync(ChatPath, Chat);

        Assert.Contains("not that of the answer's receipt", released, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", released, StringComparison.Ordinal);
    }

    /// <summary>Asks for a stream that is changed on the way, and whose bundles are not when they are fetched.</summary>
    private async Task<(int Status, string Released, int Requests)> AskAsync(Func<string, string> change)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        int requests = 0;
        proxy.Liar.BringsBundles = true;
        proxy.Liar.ChangeAnswer = (path, text) => requests++ == 0 ? Changed(text, change) : text;
        (int status, string released) = await proxy.PostAsync(ChatPath, Chat);
        return (status, released, requests);
    }

    private static string Changed(string stream, Func<string, string> change)
    {
        string changed = change(stream);
        Assert.NotEqual(stream, changed);
        return changed;
    }

    private static string ChangeBundle(string stream, string from, string to) => BundleLine().Replace(stream, line =>
    {
        string[] fields = line.Value.TrimEnd('\n').Split(' ');
        byte[] bundle = Convert.FromBase64String(fields[^1]);
        string changed = Changed(System.Text.Encoding.UTF8.GetString(bundle), text => text.Replace(from, to, StringComparison.Ordinal));
        return $": og-bundle 0 {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(changed))}\n";
    });

    [GeneratedRegex("^: og-bundle [0-9]+ [^\n]*\n", RegexOptions.Multiline)]
    private static partial Regex BundleLine();
}
