using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace OpenGradient.Explorer.Tests;

/// <summary>The pages on a free port of this machine, with whatever answers a test puts behind them.</summary>
internal sealed class PagesHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private PagesHost(WebApplication application)
    {
        _application = application;
        Client = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public string Address => Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    public static async Task<PagesHost> StartAsync(Action<IEndpointRouteBuilder>? answers = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication application = builder.Build();
        application.MapExplorer();
        answers?.Invoke(application);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new PagesHost(application);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
    }
}
