using System.Net;
using System.Text.RegularExpressions;
using OpenGradient.Tests;

namespace OpenGradient.Explorer.Tests;

public sealed partial class SiteTests
{
    private static readonly string[] Pages = ["/", "/log", "/models/price-risk", $"/receipts/{new string('a', 64)}", $"/sessions/{new string('a', 64)}", "/nowhere"];

    [Fact]
    public async Task Page_Headers_AllowThisOriginOnly()
    {
        await using PagesHost host = await PagesHost.StartAsync();

        foreach (string path in Pages)
        {
            using HttpResponseMessage response = await host.Client.GetAsync(path);
            string policy = response.Headers.GetValues("Content-Security-Policy").Single();

            Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task Page_Text_HoldsNoInlineScriptStyleOrForeignAddress()
    {
        await using PagesHost host = await PagesHost.StartAsync();

        foreach (string path in Pages)
        {
            using HttpResponseMessage response = await host.Client.GetAsync(path);
            string html = await response.Content.ReadAsStringAsync();

            Assert.DoesNotMatch(InlineCode(), html);
            Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/receipts/short")]
    [InlineData("/receipts/a/b")]
    [InlineData("/sessions/short")]
    [InlineData("/models/a/b")]
    public async Task Page_UnknownAddress_IsNotFound(string path)
    {
        await using PagesHost host = await PagesHost.StartAsync();

        using HttpResponseMessage response = await host.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("There is nothing here.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/models", "models")]
    [InlineData("/receipts/", "recent")]
    public async Task Page_OfAList_IsThePartOfTheFrontPage(string path, string part)
    {
        await using PagesHost host = await PagesHost.StartAsync();

        using HttpResponseMessage response = await host.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"/#{part}", response.RequestMessage!.RequestUri!.PathAndQuery + response.RequestMessage.RequestUri.Fragment);
        Assert.Contains($"id=\"{part}\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_KnownToTheBrowser_IsNotSentAgain()
    {
        await using PagesHost host = await PagesHost.StartAsync();
        using HttpResponseMessage first = await host.Client.GetAsync("/assets/theme.css");
        using HttpRequestMessage again = new(HttpMethod.Get, "/assets/theme.css");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using HttpResponseMessage second = await host.Client.SendAsync(again);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Verifier_ServedFiles_AreThoseOfClientsJs()
    {
        await using PagesHost host = await PagesHost.StartAsync();
        string source = Repository.PathOf("clients/js/src");

        foreach (string file in Directory.EnumerateFiles(source, "*.js", SearchOption.AllDirectories))
        {
            byte[] served = await host.Client.GetByteArrayAsync($"/js/{Path.GetRelativePath(source, file).Replace('\\', '/')}");

            Assert.Equal(File.ReadAllBytes(file), served);
        }
    }

    [Fact]
    public async Task Scripts_Imports_LeadToServedFiles()
    {
        await using PagesHost host = await PagesHost.StartAsync();
        Uri[] scripts = [.. Site.Load().Assets.Where(static path => path.EndsWith(".js", StringComparison.Ordinal)).Select(path => new Uri(host.Client.BaseAddress!, path))];

        foreach (Uri script in scripts)
        {
            string text = await host.Client.GetStringAsync(script);
            foreach (Match import in Import().Matches(text))
            {
                using HttpResponseMessage response = await host.Client.GetAsync(new Uri(script, import.Groups[1].Value));
                Assert.True(response.IsSuccessStatusCode, $"{script.AbsolutePath} imports {import.Groups[1].Value}");
            }
        }
    }

    [Fact]
    public void Scripts_Text_NeverMakeMarkupOfData()
    {
        string[] forbidden = ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"];

        foreach (string file in Directory.EnumerateFiles(Repository.PathOf("src/OpenGradient.Explorer/Site"), "*.js", SearchOption.AllDirectories))
        {
            string text = File.ReadAllText(file);
            Assert.All(forbidden, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        }
    }

    [GeneratedRegex("(?-i)<script(?![^>]* src=)|<style| style=| on[a-z]+=|javascript:[a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex InlineCode();

    [GeneratedRegex("^(?:import|export) .* from '([^']+)';", RegexOptions.Multiline)]
    private static partial Regex Import();
}
