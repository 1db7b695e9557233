using System.Text;
using Microsoft.Playwright;

namespace OpenGradient.Explorer.Tests;

/// <summary>Answers that are verified while they arrive: the page shows segments and verdicts, and nothing that no segment covers (receipt-1 §8).</summary>
[Trait("Category", "Browser")]
public sealed class StreamPageTests(Chromium chromium, RunningNode node) : IClassFixture<Chromium>, IClassFixture<RunningNode>
{
    private const string Question = "What is 6 times 17?";

    [Fact]
    public async Task Chat_HonestStream_ShowsItsSegmentsAsValid()
    {
        await using Tab tab = await chromium.OpenTabAsync();
        await tab.Page.GotoAsync(node.Address);
        ILocator card = tab.Page.Locator("[data-model=tinychat]");

        await card.GetByText(Question).ClickAsync();
        await card.Locator(".receipt-link a").WaitForAsync();

        Assert.Contains("complete", await card.Locator("details summary").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True(await card.Locator("[data-segment] .verdict.valid").CountAsync() > 0);
        Assert.Equal(0, await card.Locator("[data-segment=fault]").CountAsync());
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Chat_TextChangedOnTheWay_IsNotShown()
    {
        await using Tab tab = await chromium.OpenTabAsync();
        await tab.Page.RouteAsync("**/v1/chat/completions", static async route =>
        {
            IAPIResponse response = await route.FetchAsync();
            string body = Encoding.UTF8.GetString(await response.BodyAsync());
            await route.FulfillAsync(new() { Response = response, Body = body.Replace("\"content\":\"", "\"content\":\"!", StringComparison.Ordinal) });
        });
        await tab.Page.GotoAsync(node.Address);
        ILocator card = tab.Page.Locator("[data-model=tinychat]");

        await card.GetByText(Question).ClickAsync();

        await Assertions.Expect(card.Locator("[data-segment=fault] code")).ToHaveTextAsync("text-changed");
        Assert.Equal("assistant", (await card.Locator(".bubble.assistant").InnerTextAsync()).Trim());
        Assert.Equal(0, await card.Locator(".receipt-link").CountAsync());
    }
}
