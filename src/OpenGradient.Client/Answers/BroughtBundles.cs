using System.Text.Json;

namespace OpenGradient.Client;

/// <summary>The bundles that an answer in one piece brings in its receipts: cut out, because who asked for the answer did not ask for them.</summary>
/// <param name="Body">The answer without them, otherwise to the byte as it came.</param>
/// <param name="Bundles">Their bytes, in the order of the receipts; of a node that knows no <c>Prefer: receipt-bundle</c> none.</param>
internal sealed record BroughtBundles(byte[] Body, IReadOnlyList<byte[]> Bundles)
{
    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    /// <summary>Cuts the members <c>receipt.bundle</c> and <c>receipts[…].bundle</c> out of a body. What is not JSON, or not of this form, stays as it is.</summary>
    public static BroughtBundles Cut(byte[] body)
    {
        List<Range> members = [];
        List<byte[]> bundles = [];
        try
        {
            Find(body, members, bundles);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return new BroughtBundles(body, []); // whoever reads it next refuses it
        }

        using MemoryStream rest = new(body.Length);
        int end = 0;
        foreach (Range member in members)
        {
            rest.Write(body.AsSpan(end..member.Start.Value));
            end = member.End.Value;
        }

        rest.Write(body.AsSpan(end));
        return members.Count == 0 ? new BroughtBundles(body, []) : new BroughtBundles(rest.ToArray(), bundles);
    }

    private static void Find(byte[] body, List<Range> members, List<byte[]> bundles)
    {
        Utf8JsonReader reader = new(body);
        bool isReceipt = false;
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
                isReceipt = reader.ValueTextEquals("receipt"u8) || reader.ValueTextEquals("receipts"u8);
            else if (isReceipt && reader.CurrentDepth is 2 or 3 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("bundle"u8))
                Take(ref reader, body, members, bundles);
            else if (isReceipt && reader.TokenType == JsonTokenType.PropertyName)
                reader.Skip();
        }
    }

    /// <summary>Takes a member, with the comma before it, or of the first member the one behind it, if others follow.</summary>
    private static void Take(ref Utf8JsonReader reader, byte[] body, List<Range> members, List<byte[]> bundles)
    {
        int start = (int)reader.TokenStartIndex;
        int before = body.AsSpan(0, start).TrimEnd(Blanks).Length;
        bool isFirst = before == 0 || body[before - 1] != ',' || (members.Count > 0 && members[^1].End.Value == before);
        reader.Read();
        int value = (int)reader.TokenStartIndex;
        reader.Skip();
        int end = (int)reader.BytesConsumed;
        bundles.Add(body[value..end]);
        ReadOnlySpan<byte> rest = body.AsSpan(end).TrimStart(Blanks);
        if (isFirst && rest is [(byte)',', ..])
            end = body.Length - rest.Length + 1;
        members.Add((isFirst ? start : before - 1)..end);
    }
}
