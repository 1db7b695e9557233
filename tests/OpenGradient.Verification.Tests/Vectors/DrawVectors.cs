using System.Numerics;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Sampled answers whose random stream the provider could not choose, and those where it says so and is wrong.</summary>
internal static class DrawVectors
{
    private const string Malformed = "receipt:statement-malformed";

    private static readonly JsonValue Payload = JsonEdit.Parse(Receipt.Create(Sample.DrawnContent).Payload.Span);

    public static IEnumerable<VectorCase> Cases()
    {
        string key = Digest.Sha256(Convert.FromHexString(TestDraw.Key)).ToString();
        Bundle drawn = Sample.Issue(Sample.DrawnContent);
        yield return new("accept-draw", "A sampled answer with all settings and the one draw of its key.", drawn, "draw:ok");
        yield return new("accept-draw-known", "A draw of a key that the client knew.", drawn, "policy:ok", $$"""{"draws":["{{key}}"],"require":["draw"]}""");
        yield return new("accept-draw-greedy", "At temperature 0 nothing is drawn, and a list of draw keys asks for nothing.", Sample.Issue(Greedy()), "policy:ok", $$"""{"draws":["{{key}}"]}""");
        yield return new("accept-draw-choice", "The last of 256 answers to one nonce.", Sample.Issue(Sample.DrawnContent with { Draw = TestDraw.Make(Sample.DrawnContent.Nonce.Client, 255) }), "draw:ok");
        yield return new("draw-not-known", "A draw of a key that the client does not list.", drawn, "policy:draw-not-trusted", $$"""{"draws":["{{TestKeys.DigestOf("another")}}"]}""");
        yield return new("draw-missing", "A sampled answer without a draw, where one is asked for.", Sample.Chat(), "policy:draw-not-trusted", $$"""{"draws":["{{key}}"]}""");
        yield return new("draw-missing-settings", "An answer of a language model that says nothing of sampling.", Sample.Issue(Sample.ChatContent with { Sampling = null }), "policy:draw-not-trusted", $$"""{"draws":["{{key}}"]}""");
        yield return new("draw-required", "The row is required and absent.", Sample.Chat(), "policy:ok", """{"require":["draw"]}""");
        yield return new("draw-of-another-nonce", "The draw for another nonce.", Sample.Issue(Sample.DrawnContent with { Draw = TestDraw.Make("00") }), "draw:draw-invalid");
        yield return new("draw-of-another-choice", "The draw of another answer.", Replaced("choice", "1"), "draw:draw-invalid");
        yield return new("draw-not-reduced", "The proof with the modulus added: a second encoding.", Replaced("proof", new string('f', 512)), "draw:draw-invalid");
        yield return new("draw-zero", "A proof of nothing.", Replaced("proof", new string('0', 512)), "draw:draw-invalid");
        yield return new("draw-key-even", "An even modulus.", Replaced("key", TestDraw.Key[..^1] + "0"), "draw:draw-key-malformed");
        yield return new("draw-key-small-factor", "A modulus that 9 divides: one in nine messages has three proofs.", Replaced("key", SmallFactor()), "draw:draw-key-malformed");
        yield return new("draw-key-short", "A modulus whose first bit is not set.", Replaced("key", "7" + TestDraw.Key[1..]), "draw:draw-key-malformed");
        yield return new("statement-draw-choice", "Answer 256.", Replaced("choice", "256"), Malformed);
        yield return new("statement-draw-key", "A modulus of 255 bytes.", Replaced("key", TestDraw.Key[2..]), Malformed);
        yield return new("statement-draw-proof", "No proof.", Signed(JsonEdit.Delete(Payload, "predicate/draw/proof")), Malformed);
        yield return new("statement-draw-null", "A draw that is null.", Signed(JsonEdit.Replace(Payload, "predicate/draw", JsonValue.Null)), Malformed);
        yield return new("statement-draw-without-nonce", "A draw for no nonce.", Signed(JsonEdit.Replace(Payload, "predicate/nonce/client", JsonValue.String(""))), Malformed);
        yield return new("statement-draw-greedy", "A draw for an answer at temperature 0, which draws nothing.", Signed(JsonEdit.Replace(Payload, "predicate/sampling/temperature", JsonValue.String("0"))), Malformed);
        yield return new("statement-draw-without-sampling", "A draw for an answer that says nothing of sampling.", Signed(JsonEdit.Delete(Payload, "predicate/sampling")), Malformed);
        yield return new("statement-min-p", "A setting that is no number.", Signed(JsonEdit.Replace(Payload, "predicate/sampling/minP", JsonValue.String(""))), Malformed);
        yield return new("statement-logprobs", "A setting that is null.", Signed(JsonEdit.Replace(Payload, "predicate/sampling/logprobs", JsonValue.Null)), Malformed);
    }

    /// <summary>The greatest odd multiple of 9 below 2^2048.</summary>
    private static string SmallFactor()
    {
        BigInteger greatest = BigInteger.One << 2048;
        while (greatest % 18 != 9)
            greatest--;
        return Convert.ToHexStringLower(greatest.ToByteArray(isUnsigned: true, isBigEndian: true));
    }

    private static ReceiptContent Greedy() => Sample.ChatContent with { Sampling = Sample.ChatContent.Sampling! with { Temperature = "0" } };

    private static Bundle Replaced(string member, string text) => Signed(JsonEdit.Replace(Payload, "predicate/draw/" + member, JsonValue.String(text)));

    private static Bundle Signed(JsonValue payload) => Sample.SignRaw(CanonicalJson.Serialize(payload));
}
