using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenGradient.Primitives;
using OpenGradient.Transparency;

namespace OpenGradient.Gateway;

/// <summary><c>/.well-known/inference-receipt-keys</c>: the public keys that this node signs and signed with.</summary>
internal sealed class KeyEndpoints(NodeKeys keys, string issuerName)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/.well-known/inference-receipt-keys", GetAsync);

    private Task GetAsync(HttpContext context) => JsonResponse.WriteAsync(context, writer =>
    {
        LogVerifierKey logKey = keys.Log.VerifierKey;
        writer.WriteStartObject();
        writer.WriteString("issuer", issuerName);
        writer.WriteStartArray("keys");
        Write(writer, keys.Node.PublicKey, retiredAt: null);
        foreach (RetiredKey retired in keys.Retired)
            Write(writer, retired.Key, retired.RetiredAt);
        writer.WriteEndArray();
        writer.WriteStartObject("log");
        writer.WriteString("origin", logKey.Name);
        writer.WriteString("key", logKey.KeyDigest.ToString());
        writer.WriteString("vkey", logKey.ToString());
        if (keys.SecondLog is { } second)
            writer.WriteString("secondVkey", second.VerifierKey.ToString());
        writer.WriteEndObject();
        writer.WriteStartObject("draw");
        writer.WriteString("key", keys.Draw.PublicKey.Id.ToString());
        writer.WriteString("modulus", Convert.ToHexStringLower(keys.Draw.PublicKey.Modulus));
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, P256PublicKey key, DateTimeOffset? retiredAt)
    {
        writer.WriteStartObject();
        writer.WriteString("id", key.KeyId.ToString());
        writer.WriteString("algorithm", "ES256");
        writer.WriteBase64String("spki", key.Spki);
        writer.WriteString("status", retiredAt is null ? "current" : "retired");
        if (retiredAt is { } time)
            writer.WriteNumber("retiredAt", time.ToUnixTimeSeconds());
        writer.WriteEndObject();
    }
}
