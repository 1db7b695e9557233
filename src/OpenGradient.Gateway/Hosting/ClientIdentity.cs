using System.Buffers.Binary;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Tells clients apart: whose turn it is in a queue, and who shares the beginnings of prompts.</summary>
/// <remarks>
/// The node checks no API keys. From this machine, or through a proxy on it, everybody has the same address, so the key that a request
/// sends tells its client; where that must not be made up, the proxy checks it. From elsewhere the address tells the client, because anybody
/// can send any key: of IPv6 its first 64 bits, because who has one address has all of those. Beginnings are shared if address and key are
/// the same, and what the request itself divides its texts by.
/// </remarks>
internal sealed class ClientIdentity(bool isBehindProxy)
{
    private static readonly string[] KeyHeaders = ["Authorization", "X-Api-Key", "Api-Key"];

    /// <summary>What a queue calls the client.</summary>
    public string NameOf(HttpContext context)
    {
        IPAddress? address = AddressOf(context);
        return KeyOf(context.Request) is { } key && (isBehindProxy || address is null || IPAddress.IsLoopback(address)) ? key : TextOf(address);
    }

    /// <summary>The client, as serving knows it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="part">By what the client divides its texts itself; null if it does not.</param>
    public ServingClient Of(HttpContext context, string? part) =>
        new(NameOf(context)) { Scope = $"{TextOf(AddressOf(context))}\n{KeyOf(context.Request)}\n{part}" };

    private static IPAddress? AddressOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : context.Connection.RemoteIpAddress;

    private static string TextOf(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address is not null && !IPAddress.IsLoopback(address) && address.TryWriteBytes(bytes, out int size) && size == bytes.Length
            ? $"{BinaryPrimitives.ReadUInt64BigEndian(bytes):x16}/64"
            : address?.ToString() ?? "";
    }

    /// <summary>SHA-256 of the key, so that nobody finds it in memory longer than its request; null if there is none.</summary>
    private static string? KeyOf(HttpRequest request)
    {
        foreach (string header in KeyHeaders)
        {
            if (request.Headers[header].ToString() is { Length: > 0 } key)
                return Digest.Sha256(Encoding.UTF8.GetBytes(key)).ToString();
        }

        return null;
    }
}
