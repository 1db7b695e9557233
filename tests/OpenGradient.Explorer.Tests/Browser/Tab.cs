using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace OpenGradient.Explorer.Tests;

/// <summary>A browser tab, and what it complained about and asked for since it was opened.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private const string ReadRows = "rows => rows.map(row => [row.dataset.kind, row.dataset.verdict, row.dataset.code].join(' '))";

    private readonly IBrowserContext _context;

    private Tab(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => AddComplaint(message.Type, message.Text);
        page.PageError += (_, error) => AddComplaint("error", error);
        page.Request += (_, request) => Requests.Enqueue(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Console errors, uncaught errors and violations of the content security policy.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    public ConcurrentQueue<string> Requests { get; } = [];

    public static async Task<Tab> OpenAsync(IBrowserContext context) => new(context, await context.NewPageAsync());

    /// <summary>Puts a file into the page's drop zone and waits for the verdict.</summary>
    public async Task<string> DropAsync(string name, byte[] bytes)
    {
        await Page.Locator("#drop-file").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/json", Buffer = bytes });
        await Page.Locator("#verdict .small", new PageLocatorOptions { HasTextString = name }).WaitForAsync();
        return await Page.Locator("#verdict .outcome-text").InnerTextAsync();
    }

    /// <summary>The rows of the verdict: kind, verdict, code.</summary>
    public async Task<(string Kind, string Verdict, string Code)[]> RowsAsync() =>
        [.. (await Page.EvalOnSelectorAllAsync<string[]>("table.evidence tbody tr", ReadRows)).Select(static row => row.Split(' ')).Select(static cells => (cells[0], cells[1], cells[2]))];

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void AddComplaint(string type, string text)
    {
        if (type == "error")
            Complaints.Enqueue(text);
    }
}
