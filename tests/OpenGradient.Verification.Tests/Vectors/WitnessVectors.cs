using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;
using OpenGradient.Transparency;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Verification.Tests;

/// <summary>Checkpoints that witnesses cosigned, or did not, under policies that know some of them.</summary>
internal static class WitnessVectors
{
    private static readonly CosignerSigningKey Red = FakeWitness.Create("red");
    private static readonly CosignerSigningKey Green = FakeWitness.Create("green");
    private static readonly CosignerSigningKey Blue = FakeWitness.Create("blue");
    private static readonly CosignerSigningKey Later = FakeWitness.Create("later", CosignatureAlgorithm.MlDsa44);

    private static readonly CosignerSigningKey Second = CosignerSigningKey.FromSeed(SampleContent.Origin, CosignatureAlgorithm.MlDsa44, TestKeys.DigestOf("receipt-1 test key: log, second").ToArray());

    private static readonly string TwoOfThree = $"""
        log {Sample.Log.VerifierKey} https://log.example/
        witness red {Red.VerifierKey}
        witness green {Green.VerifierKey}
        witness blue {Blue.VerifierKey} https://blue.example/
        group some 2 red green blue
        quorum some

        """;

    private static readonly string Nested = $"""
        # both a witness that signs like those of 2025, and one that a quantum computer does not break
        witness red {Red.VerifierKey}
        witness green {Green.VerifierKey}
        witness later {Later.VerifierKey}
        group now any red green
        group both all now later
        quorum both
        """;

    private static readonly string BothKeys = $"""
        log {Sample.Log.VerifierKey}
        witness second {Second.VerifierKey}
        quorum second

        """;

    public static IEnumerable<VectorCase> Cases() => [.. Quorums(), .. Lines(), .. SecondKeys()];

    private static IEnumerable<VectorCase> Quorums()
    {
        yield return Case("accept-witnesses", "Two of three known witnesses cosigned, and two are enough.", "ok", TwoOfThree, Red, Blue);
        yield return Case("accept-witnesses-all", "All cosigned, and one that nobody knows.", "ok", TwoOfThree, FakeWitness.Create("unknown"), Blue, Green, Red);
        yield return Case("accept-witnesses-ml-dsa", "One of two with Ed25519, and one with ML-DSA-44.", "ok", Nested, Later, Green);
        yield return Case("accept-witnesses-none", "A policy that knows witnesses and asks for none.", "ok", $"witness red {Red.VerifierKey}\nquorum none\n");
        yield return Case("accept-witnesses-none-needed", "It asks for none, and one cosigned.", "ok", $"witness red {Red.VerifierKey}\nquorum none\n", Red);
        yield return Case("witnesses-too-few", "One of three, and two are asked for.", "quorum-not-met", TwoOfThree, Green);
        yield return Case("witnesses-nobody", "The log alone.", "quorum-not-met", TwoOfThree);
        yield return Case("witnesses-unknown", "Two that the policy does not know.", "quorum-not-met", TwoOfThree, Red, FakeWitness.Create("unknown"), FakeWitness.Create("another"));
        yield return Case("witnesses-one-twice", "One witness twice is one witness.", "quorum-not-met", TwoOfThree, Red, Red);
        yield return Case("witnesses-wrong-group", "Two of the one group, and nobody of the other.", "quorum-not-met", Nested, Red, Green);
        yield return Case("witnesses-other-log", "A quorum, of a log that the policy does not list.", "quorum-not-met", TwoOfThree.Replace(Sample.Log.VerifierKey.ToString(), OtherLog(), StringComparison.Ordinal), Red, Green);
        yield return new("witnesses-unlogged", "Without a log proof there is nothing to cosign.", Sample.Tensor() with { Evidence = [Sample.Tensor().Evidence[0]] }, "witnesses:depends-on", Policy(TwoOfThree));
        yield return new("witnesses-required", "The row is required, and there is no policy about witnesses.", Sample.Tensor(), "policy:ok", """{"require":["witnesses"]}""");
    }

    private static IEnumerable<VectorCase> Lines()
    {
        Checkpoint head = Head();
        byte[] both = Cosigned(Red, Green);
        yield return Case("cosignature-changed", "A quorum, and a line of a third whose signature was changed.", "cosignature-invalid", TwoOfThree, Edit(Cosigned(Red, Green, Blue), 20));
        yield return Case("cosignature-time-changed", "A cosignature dated ahead.", "cosignature-invalid", TwoOfThree, Edit(both, 4 + 7));
        yield return Case("cosignature-time-negative", "A time above 2^63.", "cosignature-invalid", TwoOfThree, Red.Cosign(Cosigned(Green), 1UL << 63));
        yield return Case("cosignature-short", "A line with a time and nothing else.", "cosignature-invalid", TwoOfThree, Line(both, Blue.VerifierKey, new byte[8]));
        yield return Case("cosignature-empty", "A line with a byte.", "cosignature-invalid", TwoOfThree, Line(both, Blue.VerifierKey, [0]));
        yield return Case("cosignature-of-another-tree", "What a witness signed of another tree.", "cosignature-invalid", TwoOfThree, Line(both, Blue, head with { Size = 8 }));
        yield return Case("cosignature-of-another-log", "What a witness signed of another log's tree.", "cosignature-invalid", TwoOfThree, Line(both, Blue, head with { Origin = "other.example/log" }));
        yield return Case("cosignature-as-note", "The witness's signature over the text alone: that of a log's key.", "cosignature-invalid", TwoOfThree, Line(both, Blue.VerifierKey, [.. new byte[8], .. Blue.Cosign(head.FormatBody(), head, 7).Signature[8..]]));
        yield return Case("cosignature-ml-dsa-changed", "An ML-DSA-44 cosignature with one bit changed.", "cosignature-invalid", Nested, Edit(Cosigned(Red, Later), 1000));
        yield return Case("cosignature-ml-dsa-of-another-tree", "An ML-DSA-44 cosignature of another tree.", "cosignature-invalid", Nested, Line(both, Later, head with { Size = 8 }));
    }

    /// <summary>A log's second signature, with ML-DSA-44, and a policy that demands it or does not (log-1 §1).</summary>
    private static IEnumerable<VectorCase> SecondKeys()
    {
        byte[] both = Second.Cosign(Cosigned(), timestamp: 0);
        yield return Case("accept-log-second-key", "The log signed with both its keys, and both are demanded.", "ok", BothKeys, both);
        yield return Case("accept-log-second-key-unasked", "The log's second signature is wrong, and nobody asked for it.", "ok", TwoOfThree, Green.Cosign(Red.Cosign(Edit(both, 1000))));
        yield return Case("log-second-key-missing", "The log signed with its first key alone, and both are demanded.", "quorum-not-met", BothKeys, Cosigned());
        yield return Case("log-second-key-changed", "One bit of the second signature is changed.", "cosignature-invalid", BothKeys, Edit(both, 1000));
        yield return Case("log-second-key-dated", "The second signature, with a time that it was not made with.", "cosignature-invalid", BothKeys, Edit(both, 4 + 7));
        yield return Case("log-second-key-of-another-tree", "The second signature of another tree.", "cosignature-invalid", BothKeys, Line(Cosigned(), Second, Head() with { Size = 8 }));
        yield return Case("log-second-key-of-another-name", "The same key under another name is another cosigner.", "quorum-not-met", BothKeys, RenamedSecond().Cosign(Cosigned(), timestamp: 0));
        yield return Case("log-second-key-alone", "The second signature without the first: nothing says whose checkpoint it is.", "checkpoint-signature-missing", BothKeys, WithoutFirst(both)) with { Expected = "log:checkpoint-signature-missing" };
    }

    private static CosignerSigningKey RenamedSecond() =>
        CosignerSigningKey.FromSeed("other.example/log", CosignatureAlgorithm.MlDsa44, TestKeys.DigestOf("receipt-1 test key: log, second").ToArray());

    private static byte[] WithoutFirst(byte[] note) =>
        SignedNote.TryParse(note, out SignedNote? parsed) ? SignedNote.Format(parsed.Text, [.. parsed.Signatures[1..]]) : throw new InvalidOperationException();

    private static VectorCase Case(string name, string why, string code, string policy, params CosignerSigningKey[] witnesses) =>
        Case(name, why, code, policy, Cosigned(witnesses));

    private static VectorCase Case(string name, string why, string code, string policy, byte[] note)
    {
        Bundle bundle = Sample.Tensor();
        LogProof proof = Prove() with { CheckpointNote = [.. note] };
        Evidence evidence = Evidence.LogProof(Sample.Log.VerifierKey.ToString(), proof.Format());
        return new(name, why, bundle with { Evidence = [bundle.Evidence[0], evidence] }, $"witnesses:{code}", Policy(policy));
    }

    private static string Policy(string witnesses) =>
        Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object(("witnesses", JsonValue.String(witnesses.ReplaceLineEndings("\n"))))));

    private static LogProof Prove() => Sample.Log.Prove(Receipt.Create(Sample.TensorContent).Id);

    private static Checkpoint Head() =>
        Checkpoint.TryOpen(Prove().CheckpointNote.AsSpan(), Sample.Log.VerifierKey, out Checkpoint? head) == CheckpointError.None ? head! : throw new InvalidOperationException();

    private static byte[] Cosigned(params CosignerSigningKey[] witnesses) => witnesses.Aggregate(Prove().CheckpointNote.ToArray(), static (note, witness) => witness.Cosign(note));

    /// <summary>The note with a line that the witness made for another checkpoint.</summary>
    private static byte[] Line(byte[] note, CosignerSigningKey witness, Checkpoint signed) =>
        Line(note, witness.VerifierKey, [.. witness.Cosign(signed.FormatBody(), signed, FakeWitness.Time).Signature]);

    private static byte[] Line(byte[] note, CosignerKey key, byte[] cosignature) => SignedNote.TryParse(note, out SignedNote? parsed)
        ? SignedNote.Format(parsed.Text, [.. parsed.Signatures, new NoteSignature(key.Name, key.KeyHash, [.. cosignature])])
        : throw new InvalidOperationException();

    /// <summary>The note with one bit of its last line changed, counted from the key hash on.</summary>
    private static byte[] Edit(byte[] note, int at)
    {
        if (!SignedNote.TryParse(note, out SignedNote? parsed))
            throw new InvalidOperationException();
        NoteSignature last = parsed.Signatures[^1];
        byte[] changed = [.. last.Signature];
        changed[at - 4] ^= 1;
        return SignedNote.Format(parsed.Text, [.. parsed.Signatures[..^1], last with { Signature = [.. changed] }]);
    }

    private static string OtherLog()
    {
        using FakeLog other = new(SampleContent.Origin, "receipt-1 test key: another log");
        return other.VerifierKey.ToString();
    }
}
