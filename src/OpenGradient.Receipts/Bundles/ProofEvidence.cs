using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>A proof that a Program gave the output, with what a verifier needs beside it: the Program, and its constants that are no weights (receipt-1 §4).</summary>
/// <param name="Program">The canonical bytes of the Program.</param>
/// <param name="Constants">The bytes of each constant that is no weight, in the order of the Program.</param>
/// <param name="Proof">The proof file (proof-1 section 15).</param>
public sealed record ProofEvidence(ReadOnlyMemory<byte> Program, ImmutableArray<ReadOnlyMemory<byte>> Constants, ReadOnlyMemory<byte> Proof)
{
    /// <summary>What shows that the inputs that a proof hides are the disclosed ones (proof-1 section 14); empty if it hides none, or nobody is to be shown.</summary>
    public ReadOnlyMemory<byte> Opening { get; init; }

    /// <summary>The type of such evidence.</summary>
    public const string Type = "program-proof/v1";

    /// <summary>The evidence as it is written in a bundle.</summary>
    public Evidence ToEvidence() => new(Type, ToJson());

    /// <summary>The members, <c>type</c> included.</summary>
    public JsonValue ToJson() => JsonValue.Object(
    [
        ("type", JsonValue.String(Type)),
        ("program", Base64(Program)),
        ("constants", JsonValue.Array([.. Constants.Select(Base64)])),
        ("proof", Base64(Proof)),
        .. Opening.IsEmpty ? [] : new[] { ("opening", Base64(Opening)) },
    ]);

    /// <summary>Reads the members; false if one is missing or of another form.</summary>
    public static bool TryRead(JsonValue json, [NotNullWhen(true)] out ProofEvidence? evidence)
    {
        evidence = null;
        if (!TryDecode(json, "program", out byte[] program) || !TryDecode(json, "proof", out byte[] proof)
            || !json.TryGet("constants", out JsonValue? list) || list.Kind != JsonKind.Array)
            return false;
        var constants = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(list.Items.Length);
        foreach (JsonValue item in list.Items)
        {
            if (item.Kind != JsonKind.String || !CanonicalBase64.TryDecode(item.Text, out byte[] constant))
                return false;
            constants.Add(constant);
        }

        byte[] opening = [];
        if (json.TryGet("opening", out _) && !TryDecode(json, "opening", out opening))
            return false;
        evidence = new(program, constants.MoveToImmutable(), proof) { Opening = opening };
        return true;
    }

    private static bool TryDecode(JsonValue json, string name, out byte[] bytes)
    {
        bytes = [];
        return json.TryGetString(name, out string? text) && CanonicalBase64.TryDecode(text, out bytes);
    }

    private static JsonValue Base64(ReadOnlyMemory<byte> bytes) => JsonValue.String(Convert.ToBase64String(bytes.Span));
}
