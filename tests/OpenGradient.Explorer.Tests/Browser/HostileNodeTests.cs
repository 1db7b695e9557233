using Microsoft.Playwright;

namespace OpenGradient.Explorer.Tests;

[Trait("Category", "Browser")]
public sealed class HostileNodeTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/log")]
    [InlineData("/models/any")]
    [InlineData("/receipts/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("/sessions/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Page_NodeAnswersMarkup_ShowsItAsText(string path)
    {
        await using Tab tab = await chromium.OpenTabAsync();
        await using PagesHost host = await PagesHost.StartAsync(HostileNode.Map);

        await tab.Page.GotoAsync(host.Address + path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });

        Assert.Null(await tab.Page.EvaluateAsync<string?>("document.body.dataset.harmed ?? null"));
        Assert.Equal(0, await tab.Page.Locator("img[src=x]").CountAsync());
        Assert.All(tab.Requests, url => Assert.StartsWith(host.Address, url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task DropZone_FileThatIsNoBundle_IsNotAccepted()
    {
        await using Tab tab = await chromium.OpenTabAsync();
        await using PagesHost host = await PagesHost.StartAsync(HostileNode.Map);
        await tab.Page.GotoAsync(host.Address);

        string outcome = await tab.DropAsync("holiday.json", "{\"mediaType\":\"<b>\"}"u8.ToArray());

        Assert.Equal("Not accepted: invalid evidence: receipt (bundle-malformed).", outcome);
        Assert.Equal([("receipt", "invalid", "bundle-malformed")], await tab.RowsAsync());
    }

    [Fact]
    public async Task DropZone_DisclosedMarkup_IsShownAsText()
    {
        await using Tab tab = await chromium.OpenTabAsync();
        await using PagesHost host = await PagesHost.StartAsync(HostileNode.Map);
        await tab.Page.GotoAsync(host.Address);

        await tab.DropAsync("hostile.json", HostileBundle.Create());

        Assert.Equal(("input", "valid", "ok"), (await tab.RowsAsync()).Single(static row => row.Kind == "input"));
        Assert.Contains(HostileNode.Markup, await tab.Page.Locator("#verdict .bubble").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Null(await tab.Page.EvaluateAsync<string?>("document.body.dataset.harmed ?? null"));
    }
}
