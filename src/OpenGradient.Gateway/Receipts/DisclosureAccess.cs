using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway;

/// <summary>Decides who may see what a receipt's commitments hide: input and output.</summary>
/// <remarks>
/// Either the client of the inference itself, shown by the token that came with its answer, or a process on the node's own machine.
/// A request that came through a proxy is not from this machine, whatever its address says. Not guaranteed: a proxy or tunnel that
/// hides itself cannot be told from a program on this machine; behind one, start the node so that only the token counts.
/// </remarks>
internal sealed class DisclosureAccess(NodeKeys keys, bool isBehindProxy)
{
    public const string HeaderName = "Disclosure-Token";

    private static readonly string[] ForwardingHeaders = ["Forwarded", "Via", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP", "X-Client-IP", "X-Cluster-Client-IP", "Fly-Client-IP"];

    /// <summary>The token for the receipt with this provider nonce: HMAC-SHA-256 under a key of the node's, in hexadecimal.</summary>
    /// <remarks>Bound to the nonce and not to the id, because a stream hands it out before the id is known.</remarks>
    public string TokenFor(string providerNonce) =>
        Convert.ToHexStringLower(keys.DisclosureMac(Encoding.ASCII.GetBytes("disclosure-token/1 " + providerNonce)));

    /// <summary>Whether the request may see the disclosures of the receipt with this provider nonce.</summary>
    public bool IsAllowed(HttpContext context, string providerNonce) =>
        HasToken(context.Request, providerNonce) || (!isBehindProxy && IsFromThisMachine(context));

    private bool HasToken(HttpRequest request, string providerNonce)
    {
        byte[] given = Encoding.UTF8.GetBytes(request.Headers[HeaderName].ToString());
        return CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(TokenFor(providerNonce)));
    }

    private static bool IsFromThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
        && !IsForwarded(context.Request);

    /// <summary>Whether a proxy shows: by a header, or by HTTP/1.0, which proxies speak that add none, and no client of today.</summary>
    private static bool IsForwarded(HttpRequest request) =>
        HttpProtocol.IsHttp10(request.Protocol)
        || ForwardingHeaders.Any(request.Headers.ContainsKey)
        || request.Headers.Keys.Any(static name => name.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase));
}
