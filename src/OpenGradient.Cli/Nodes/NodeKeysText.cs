using System.Globalization;
using System.Text.Json;
using OpenGradient.Cli.Output;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Nodes;

/// <summary>What a node says of its keys, for people, and as a policy that trusts them and no others.</summary>
internal static class NodeKeysText
{
    /// <summary>The keys, one a line.</summary>
    public static string[] Lines(JsonElement answer) =>
    [
        $"issuer {answer.Text("issuer")}",
        .. answer.GetProperty("keys").EnumerateArray().Select(static key => $"key    {IdOf(key, "id")}  {Status(key)}"),
        $"log    {IdOf(answer.GetProperty("log"), "key")}  {answer.GetProperty("log").Text("origin")}",
        $"vkey   {answer.GetProperty("log").Text("vkey")}",
        $"draw   {IdOf(answer.GetProperty("draw"), "key")}  fixes random streams",
    ];

    /// <summary>A policy (receipt-1 section 5.9): signed by a key of this node, retired ones too, in its log, and sampled as its draw key says.</summary>
    public static byte[] Policy(JsonElement answer) =>
    [
        .. CanonicalJson.Serialize(JsonValue.Object(
            ("draws", JsonValue.Array([JsonValue.String(IdOf(answer.GetProperty("draw"), "key"))])),
            ("issuers", JsonValue.Array([.. answer.GetProperty("keys").EnumerateArray().Select(static key => JsonValue.String(IdOf(key, "id")))])),
            ("logs", JsonValue.Array([JsonValue.String(IdOf(answer.GetProperty("log"), "key"))])),
            ("require", JsonValue.Array([JsonValue.String("signature"), JsonValue.String("log")])))),
        (byte)'\n',
    ];

    private static string IdOf(JsonElement owner, string member) => Digest.Parse(owner.GetProperty(member).GetString()!).ToString();

    private static string Status(JsonElement key)
    {
        string algorithm = key.Text("algorithm");
        return key.TryGetProperty("retiredAt", out JsonElement time)
            ? string.Create(CultureInfo.InvariantCulture, $"{algorithm}, retired {DateTimeOffset.FromUnixTimeSeconds(time.GetInt64()):yyyy-MM-dd}")
            : $"{algorithm}, current";
    }
}
