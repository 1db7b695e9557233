using System.Net;
using Microsoft.AspNetCore.Http;
using OpenGradient.Execution.LanguageModels;

namespace OpenGradient.Gateway.Tests.Hosting;

public sealed class ClientIdentityTests
{
    [Theory]
    [InlineData("127.0.0.1", "Bearer a", "127.0.0.1", "Bearer a", true)]
    [InlineData("127.0.0.1", "Bearer a", "127.0.0.1", "Bearer b", false)]
    [InlineData("127.0.0.1", "", "::1", "", false)]
    [InlineData("127.0.0.1", "", "::ffff:127.0.0.1", "", true)]
    [InlineData("10.0.0.1", "Bearer a", "10.0.0.1", "Bearer b", true)] // a key that anybody can make up gives no second turn
    [InlineData("10.0.0.1", "Bearer a", "10.0.0.2", "Bearer a", false)]
    [InlineData("2001:db8:1:2::1", "", "2001:db8:1:2:ffff::9", "", true)]
    [InlineData("2001:db8:1:2::1", "", "2001:db8:1:3::1", "", false)]
    public void NameOf_TwoRequests_IsTheSameForOneClient(string first, string firstKey, string second, string secondKey, bool isSame)
    {
        ClientIdentity clients = new(isBehindProxy: false);

        Assert.Equal(isSame, clients.NameOf(Request(first, firstKey)) == clients.NameOf(Request(second, secondKey)));
    }

    [Fact]
    public void NameOf_BehindAProxyElsewhere_IsTheKey()
    {
        ClientIdentity clients = new(isBehindProxy: true);

        Assert.NotEqual(clients.NameOf(Request("10.0.0.1", "Bearer a")), clients.NameOf(Request("10.0.0.1", "Bearer b")));
        Assert.NotEqual(clients.NameOf(Request("10.0.0.1", "Bearer a")), clients.NameOf(Request("10.0.0.1", "")));
    }

    [Fact]
    public void Of_KeyAndPart_DivideTheScope()
    {
        ClientIdentity clients = new(isBehindProxy: false);
        ServingClient[] all =
        [
            clients.Of(Request("10.0.0.1", "Bearer a"), null), clients.Of(Request("10.0.0.1", "Bearer b"), null), clients.Of(Request("10.0.0.1", "Bearer a"), "ann"),
            clients.Of(Request("10.0.0.2", "Bearer a"), null),
        ];

        Assert.Equal(all.Length, all.Select(static client => client.Scope).Distinct().Count());
        Assert.Equal(all[0], clients.Of(Request("10.0.0.1", "Bearer a"), null));
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("X-Api-Key")]
    [InlineData("Api-Key")]
    public void NameOf_AnyHeaderThatKeysComeIn_DoesNotShowTheKey(string header)
    {
        DefaultHttpContext context = Request("127.0.0.1", "");
        context.Request.Headers[header] = "secret";

        Assert.Equal(64, new ClientIdentity(isBehindProxy: false).NameOf(context).Length);
    }

    private static DefaultHttpContext Request(string address, string key)
    {
        DefaultHttpContext context = new() { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
        if (key.Length > 0)
            context.Request.Headers.Authorization = key;
        return context;
    }
}
