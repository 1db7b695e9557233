using Microsoft.Playwright;

namespace OpenGradient.Explorer.Tests;

/// <summary>One Chromium for all browser tests; where it is not installed they are skipped, and say so.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Executable))
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Args =
            [
                "--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A fresh profile with one empty page that keeps a list of everything it complains about.</summary>
    internal async Task<Tab> OpenTabAsync(BrowserNewContextOptions? options = null)
    {
        Assert.SkipUnless(_browser is not null, $"{Executable} is not installed: the browser tests did not run");
        return await Tab.OpenAsync(await _browser!.NewContextAsync(options ?? new BrowserNewContextOptions()));
    }
}
