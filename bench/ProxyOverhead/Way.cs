using System.Diagnostics;
using System.Text;
using OpenGradient.Client;
using OpenGradient.Proxy;
using OpenGradient.Verification;

namespace OpenGradient.Benchmarks.ProxyOverhead;

/// <summary>One way to ask a node: as it is, with a handler that verifies, or through a proxy that does.</summary>
internal sealed class Way : IAsyncDisposable
{
    private const string Wish = ",\"receipt\":{\"include\":true}";

    private readonly Uri _address;
    private readonly bool _asksForReceipt;
    private readonly HttpClient _http;
    private readonly VerifyingProxy? _proxy;

    private Way(string name, Uri address, HttpClient http, Way? compared, VerifyingProxy? proxy = null, bool asksForReceipt = true)
    {
        _asksForReceipt = asksForReceipt;
        Name = name;
        Compared = compared;
        _address = address;
        _http = http;
        _proxy = proxy;
    }

    public string Name { get; }

    /// <summary>The way that demands the same, beside which this one is told; null for none.</summary>
    public Way? Compared { get; }

    public static Way ToNode(string name, Uri node, bool asksForReceipt = true) => new(name, node, new HttpClient(), null, asksForReceipt: asksForReceipt);

    public static Way Verifying(string name, Uri node, Policy policy, Way compared) => new(
        name, node, new HttpClient(new VerifyingHandler(new OpenGradientOptions { Node = node, Policy = policy }, new SocketsHttpHandler())), compared);

    public static async Task<Way> ThroughProxyAsync(string name, Uri node, Policy policy, string store, Way compared)
    {
        VerifyingProxy proxy = await VerifyingProxy.StartAsync(new ProxyOptions { Node = node, Policy = policy, StoreDirectory = store }, CancellationToken.None);
        return new Way(name, proxy.Address, new HttpClient(), compared, proxy);
    }

    /// <summary>Asks and reads all of the answer; returns how many milliseconds that took.</summary>
    public async Task<double> AskAsync(string path, string body)
    {
        long start = Stopwatch.GetTimestamp();
        using StringContent content = new(_asksForReceipt ? body : body.Replace(Wish, "", StringComparison.Ordinal), Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.PostAsync(new Uri(_address, path), content);
        string answer = await response.Content.ReadAsStringAsync();
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (!response.IsSuccessStatusCode || answer.Contains("evidence_refused", StringComparison.Ordinal))
            throw new InvalidOperationException($"{Name}: {answer}");
        return milliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_proxy is not null)
            await _proxy.DisposeAsync();
    }
}
