using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpenGradient.Tests;

namespace OpenGradient.Explorer.Tests;

/// <summary>What a person does with the pages of a running node, done in a real browser.</summary>
[Trait("Category", "Browser")]
public sealed partial class NodePagesTests(Chromium chromium, RunningNode node) : IClassFixture<Chromium>, IClassFixture<RunningNode>
{
    [Theory]
    [InlineData("/", "Answers you can check.")]
    [InlineData("/log", "Transparency log")]
    [InlineData("/models/price-risk", "price-risk")]
    [InlineData("/models/absent", "Nothing to show")]
    public async Task Page_Loaded_ComplainsOfNothingAndAsksNobodyElse(string path, string heading)
    {
        await using Tab tab = await chromium.OpenTabAsync();

        await tab.Page.GotoAsync(node.Address + path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });

        Assert.Equal(heading, await tab.Page.Locator("h1").InnerTextAsync());
        Assert.Empty(tab.Complaints);
        Assert.All(tab.Requests, url => Assert.StartsWith(node.Address, url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Model_RunFromThePage_GivesAReceiptThatThisBrowserAccepts()
    {
        await using Tab tab = await chromium.OpenTabAsync();
        await tab.Page.GotoAsync(node.Address);
        ILocator card = tab.Page.Locator("[data-model=price-risk]");

        await card.Locator("button.run:enabled").ClickAsync();
        string shown = await card.Locator(".big-number").InnerTextAsync();
        await card.Locator(".receipt-link a").ClickAsync();

        await tab.Page.Locator(".outcome").WaitForAsync();
        Assert.Equal("Accepted: the policy is met.", await tab.Page.Locator(".outcome-text").InnerTextAsync());
        Assert.All(await tab.RowsAsync(), static row => Assert.Equal(("valid", "ok"), (row.Verdict, row.Code)));
        Assert.Equal(shown, await tab.Page.Locator(".big-number").InnerTextAsync());
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Chat_ExampleQuestion_IsAnsweredWithAReceiptThatShowsBothSides()
    {
        await using Tab tab = await chromium.OpenTabAsync();
        await tab.Page.GotoAsync(node.Address);
        ILocator card = tab.Page.Locator("[data-model=tinychat]");

        await card.GetByText("What is 6 times 17?").ClickAsync();
        await card.Locator(".receipt-link a").WaitForAsync();
        string answer = await card.Locator(".bubble.assistant").InnerTextAsync();
        await card.Locator(".receipt-link a").ClickAsync();

        await tab.Page.Locator(".outcome.valid").WaitForAsync();
        Assert.Contains("6 times 17", await tab.Page.Locator(".bubble.user").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(answer, await tab.Page.Locator(".bubble.assistant").InnerTextAsync());
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task DropZone_GoodBundle_IsAcceptedWithoutAskingTheServer()
    {
        byte[] bundle = await FetchBundleAsync();
        await using Tab tab = await chromium.OpenTabAsync();
        await OpenQuietFrontPageAsync(tab);

        string outcome = await tab.DropAsync("bundle.json", bundle);

        Assert.Equal("Accepted: the policy is met.", outcome);
        Assert.Equal(["receipt", "signature", "log", "input", "output", "policy"], (await tab.RowsAsync()).Select(static row => row.Kind));
        Assert.Empty(tab.Requests);
        Assert.Empty(tab.Complaints);
    }

    [Theory]
    [InlineData("dsse.signatures.0.sig", "signature")]
    [InlineData("evidence.0.spki", "signature")]
    [InlineData("evidence.1.proof", "log")]
    [InlineData("evidence.1.vkey", "log")]
    [InlineData("disclosures.0.content", "input")]
    [InlineData("disclosures.0.salt", "input")]
    [InlineData("disclosures.1.content", "output")]
    public async Task DropZone_TamperedBundle_NamesTheRowThatBroke(string member, string kind)
    {
        byte[] bundle = await FetchBundleAsync();
        await using Tab tab = await chromium.OpenTabAsync();
        await OpenQuietFrontPageAsync(tab);

        string outcome = await tab.DropAsync("tampered.json", Tamper(bundle, member));

        (string kind, string code)[] broken = [.. (await tab.RowsAsync()).Where(static row => row.Verdict == "invalid").Select(static row => (row.Kind, row.Code))];
        Assert.Equal([kind], broken.Select(static row => row.kind));
        Assert.Equal($"Not accepted: invalid evidence: {kind} ({broken[0].code}).", outcome);
        Assert.Empty(tab.Requests);
    }

    [Fact]
    public async Task DropZone_DraggedFile_IsCheckedLikeAChosenOne()
    {
        string bundle = Encoding.UTF8.GetString(await FetchBundleAsync());
        await using Tab tab = await chromium.OpenTabAsync();
        await OpenQuietFrontPageAsync(tab);
        IJSHandle dragged = await tab.Page.EvaluateHandleAsync(
            "text => { const data = new DataTransfer(); data.items.add(new File([text], 'dragged.json')); return data; }", bundle);

        await tab.Page.DispatchEventAsync("#drop", "drop", new { dataTransfer = dragged });

        await Assertions.Expect(tab.Page.Locator("#verdict .outcome-text")).ToHaveTextAsync("Accepted: the policy is met.");
    }

    [Fact]
    public async Task DropZone_AnotherModelInThePayload_BreaksSignatureAndLog()
    {
        JsonNode bundle = JsonNode.Parse(await FetchBundleAsync())!;
        string payload = Encoding.UTF8.GetString(Convert.FromBase64String((string)bundle["dsse"]!["payload"]!));
        bundle["dsse"]!["payload"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(payload.Replace("price-risk", "price-luck", StringComparison.Ordinal)));
        await using Tab tab = await chromium.OpenTabAsync();
        await OpenQuietFrontPageAsync(tab);

        string outcome = await tab.DropAsync("other-model.json", Encoding.UTF8.GetBytes(bundle.ToJsonString()));

        Assert.Equal("Not accepted: invalid evidence: signature (signature-invalid), log (log-inclusion-invalid).", outcome);
        Assert.Empty(await tab.Page.GetByText("The holder of key").AllAsync());
    }

    [Fact]
    public async Task Receipt_Unknown_SaysSo()
    {
        await using Tab tab = await chromium.OpenTabAsync();

        await tab.Page.GotoAsync($"{node.Address}/receipts/{new string('0', 64)}");

        await Assertions.Expect(tab.Page.Locator("h1")).ToHaveTextAsync("No such receipt here");
    }

    [Theory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(1200, ColorScheme.Dark)]
    public async Task Page_AnyWidth_DoesNotScrollSideways(int width, ColorScheme scheme)
    {
        string id = await InferAsync();
        await using Tab tab = await chromium.OpenTabAsync(new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme });

        foreach (string path in (string[])["/", "/log", "/models/price-risk", $"/receipts/{id}"])
        {
            await tab.Page.GotoAsync(node.Address + path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
            Assert.True(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{path} is wider than {width} pixels");
        }
    }

    [Fact]
    public async Task DropZone_Keyboard_OpensTheFileChooser()
    {
        await using Tab tab = await chromium.OpenTabAsync();
        TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        tab.Page.FileChooser += (_, _) => opened.TrySetResult();
        await tab.Page.GotoAsync(node.Address, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });

        for (int presses = 0; presses < 40 && await tab.Page.EvaluateAsync<string>("document.activeElement.id") != "drop-file"; presses++)
            await tab.Page.Keyboard.PressAsync("Tab");
        await tab.Page.Keyboard.PressAsync("Enter");

        await opened.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    /// <summary>The front page, done loading and cut off from the network: what happens from here on happens in the browser.</summary>
    private async Task OpenQuietFrontPageAsync(Tab tab)
    {
        await tab.Page.Clock.InstallAsync();
        await tab.Page.GotoAsync(node.Address, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        await tab.Page.Context.SetOfflineAsync(true);
        tab.Requests.Clear();
    }

    private async Task<string> InferAsync()
    {
        using StringContent request = new(await File.ReadAllTextAsync(Repository.PathOf("models/price-risk/sample-input.json")), null, "application/json");
        request.Headers.Add("Inference-Receipt", "?1");
        using HttpResponseMessage response = await node.Client.PostAsync("/v2/models/price-risk/infer", request);
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return (string)JsonNode.Parse(body)!["receipt"]!["id"]!;
    }

    private async Task<byte[]> FetchBundleAsync()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"/v1/receipts/{await InferAsync()}");
        request.Headers.Add("Prefer", "wait=15");
        using HttpResponseMessage response = await node.Client.SendAsync(request);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Changes one bit of the value that a path like <c>dsse.signatures.0.sig</c> leads to.</summary>
    private static byte[] Tamper(byte[] bundle, string path)
    {
        JsonNode root = JsonNode.Parse(bundle)!;
        string[] steps = path.Split('.');
        JsonNode holder = steps[..^1].Aggregate(root, static (node, step) => int.TryParse(step, out int index) ? node[index]! : node[step]!);
        string text = (string)holder[steps[^1]]!;
        holder[steps[^1]] = Hex().IsMatch(text) ? (text[0] == '0' ? '1' : '0') + text[1..] : TamperText(text);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static string TamperText(string text)
    {
        if (text.Contains('+', StringComparison.Ordinal) && !Base64().IsMatch(text))
            return text.Replace("+", "0+", StringComparison.Ordinal);
        byte[] bytes = Convert.FromBase64String(text);
        bytes[Math.Min(bytes.Length / 2, 100)] ^= 1; // the end of a log proof is a signature that nobody has to know
        return Convert.ToBase64String(bytes);
    }

    [GeneratedRegex("^[0-9a-f]+$")]
    private static partial Regex Hex();

    [GeneratedRegex("^[A-Za-z0-9+/]+=*$")]
    private static partial Regex Base64();
}
