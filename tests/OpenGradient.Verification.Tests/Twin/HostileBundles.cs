using System.Numerics;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Thousands of bundles on which two verifiers could disagree: every place, every odd text, every cut; the same ones each time.</summary>
internal static class HostileBundles
{
    private static readonly string[] OddTexts =
    [
        "", "0", "-0", "00", "1", "01", "+1", "-1", " 1", "1 ", "1\n", "\u0661", "\uff11", "1e5", "1E+05", ".5", "1.", "0x1", "NaN",
        "9223372036854775807", "9223372036854775808", "18446744073709551616", "4294967295", "4294967296",
        "a b", "a\0", "\u001b[2J", "\u00e9", "e\u0301", "\ud83d\ude00", "\"", "\\", "output", "input", "tensor", "AA==", "AB==", "AAA=", "AAAA", "A A=", "-_==",
        new('0', 32), new('f', 64), new('F', 64), new('0', 63), new('0', 65), new('x', 128), new('x', 129), new('é', 65),
    ];

    private static readonly Mutation[] Mutations =
    [
        Mutation.Changed, Mutation.Truncated, Mutation.Lengthened, Mutation.Duplicated, Mutation.MadeNumber, .. Mutation.TypeChanges,
    ];

    private static readonly JsonValue Payload = JsonEdit.Parse(Receipt.Create(Sample.ChatContent).Payload.Span);
    private static readonly JsonValue DrawnPayload = JsonEdit.Parse(Receipt.Create(Sample.DrawnContent).Payload.Span);

    public static IEnumerable<byte[]> All()
    {
        Random random = new(1);
        JsonValue bundle = JsonEdit.Parse(Sample.Tensor().ToBytes());
        return
        [
            .. Edits(bundle),
            .. Edits(Payload).Select(static payload => Sample.SignRaw(payload).ToBytes()),
            .. Edits(DrawnPayload).Select(static payload => Sample.SignRaw(payload).ToBytes()),
            .. Draws(random, 500),
            .. Splices(Sample.Tensor().ToBytes(), random, 1500),
            .. Splices(CanonicalJson.Serialize(Payload), random, 1000).Select(static payload => Sample.SignRaw(payload).ToBytes()),
            .. Splices(Sample.Log.Prove(Receipt.Create(Sample.TensorContent).Id).Format(), random, 1000).Select(WithProof),
            .. OddTexts.Select(static text => WithProof(Encoding.UTF8.GetBytes(text))),
        ];
    }

    private static IEnumerable<byte[]> Edits(JsonValue json) =>
    [
        .. JsonEdit.Nodes(json).SelectMany(path => Mutations.Select(mutation => mutation.Apply(json, path))).OfType<JsonValue>().Select(CanonicalJson.Serialize),
        .. JsonEdit.Leaves(json).SelectMany(path => OddTexts.Select(text => CanonicalJson.Serialize(JsonEdit.Replace(json, path, JsonValue.String(text))))),
    ];

    /// <summary>Draw keys and proofs next to good ones: other factors, other sizes, other roots.</summary>
    private static IEnumerable<byte[]> Draws(Random random, int count)
    {
        BigInteger key = Number(TestDraw.Key);
        BigInteger proof = Number(Sample.DrawnContent.Draw!.Proof);
        for (int round = 0; round < count; round++)
        {
            BigInteger otherKey = random.Next(4) switch { 0 => key, 1 => key + random.Next(-5000, 5000), 2 => key / 4099 * random.Next(4090, 4100), _ => Random256(random) };
            BigInteger otherProof = random.Next(6) switch { 0 => proof, 1 => key - proof, 2 => otherKey + random.Next(-1, 2), 3 => random.Next(3), 4 => proof + key, _ => Random256(random) };
            JsonValue draw = JsonValue.Object(
                ("choice", JsonValue.String($"{(random.Next(2) == 0 ? 0 : random.Next(300))}")), ("key", JsonValue.String(Hex(otherKey))), ("proof", JsonValue.String(Hex(otherProof))));
            yield return Sample.SignRaw(CanonicalJson.Serialize(JsonEdit.Replace(DrawnPayload, "predicate/draw", draw))).ToBytes();
        }
    }

    private static BigInteger Random256(Random random)
    {
        byte[] bytes = new byte[256];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true);
    }

    private static BigInteger Number(string hex) => new(Convert.FromHexString(hex), isUnsigned: true, isBigEndian: true);

    private static string Hex(BigInteger number) => Convert.ToHexStringLower(number.ToByteArray(isUnsigned: true, isBigEndian: true)).PadLeft(512, '0');

    /// <summary>Copies with a few bytes cut out, put in, or doubled.</summary>
    private static IEnumerable<byte[]> Splices(byte[] bytes, Random random, int count)
    {
        byte[] alphabet = [.. "\n\r\t {}[]\",:\\u00+-=—AZaz09"u8, 0x00, 0x7f, 0x80, 0xff];
        for (int round = 0; round < count; round++)
        {
            int at = random.Next(bytes.Length);
            int removed = Math.Min(random.Next(4), bytes.Length - at);
            byte[] inserted = random.GetItems(alphabet, random.Next(4));
            byte[] repeated = random.Next(4) == 0 ? bytes[at..Math.Min(at + random.Next(60), bytes.Length)] : [];
            yield return [.. bytes[..at], .. inserted, .. repeated, .. bytes[(at + removed)..]];
        }
    }

    private static byte[] WithProof(byte[] proof)
    {
        Bundle bundle = Sample.Tensor();
        return (bundle with { Evidence = [bundle.Evidence[0], Evidence.LogProof(Sample.Log.VerifierKey.ToString(), proof)] }).ToBytes();
    }
}
