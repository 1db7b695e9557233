using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Records as canonical JSON: spec/dispute-1, section 3.</summary>
internal static class RecordFormat
{
    /// <summary>The record's JSON.</summary>
    public static JsonValue Write(FrameRecord frame) => JsonValue.Object(
        ("leaves", Json.Decimal(frame.LeafCount)),
        ("outputs", Json.Array(frame.Outputs, static output => JsonValue.String(output.ToString()))),
        ("steps", Json.Decimal(frame.StepCount)));

    /// <inheritdoc cref="Write(FrameRecord)"/>
    public static JsonValue Write(StepRecord step) => JsonValue.Object(
        ("attributes", JsonValue.Object([.. step.Attributes.Select(static pair => KeyValuePair.Create(pair.Key, JsonValue.String(pair.Value)))])),
        ("inputs", Json.Array(step.Inputs, WriteInput)),
        ("leaf", Json.Decimal(step.FirstLeaf)),
        ("operator", JsonValue.String(step.Operator)),
        ("outputs", Json.Decimal(step.OutputCount)),
        ("step", Json.Decimal(step.Index)));

    /// <summary>The leaf hash of a record.</summary>
    public static Digest LeafHash(JsonValue record) => MerkleTree.HashLeaf(CanonicalJson.Serialize(record));

    /// <summary>Reads record 0.</summary>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out FrameRecord? frame)
    {
        frame = null;
        if (!Json.TryInteger(value, "leaves", out int leafCount)
            || !Json.TryInteger(value, "steps", out int stepCount)
            || !Json.TryArray(value, "outputs", ReadName, out ImmutableArray<DocumentName> outputs))
            return false;
        frame = new FrameRecord(leafCount, stepCount, outputs);
        return Json.IsSame(value, Write(frame));
    }

    /// <summary>Reads the record of a step.</summary>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out StepRecord? step)
    {
        step = null;
        bool isRead = Json.TryInteger(value, "leaf", out int leaf)
            & Json.TryInteger(value, "outputs", out int outputs)
            & Json.TryInteger(value, "step", out int index)
            & value.TryGetString("operator", out string? name)
            & Json.TryArray(value, "inputs", ReadInput, out ImmutableArray<RecordInput?> inputs)
            & value.TryGet("attributes", out JsonValue? attributes);
        if (!isRead)
            return false;
        var settings = attributes!.Members.ToImmutableSortedDictionary(static pair => pair.Key, static pair => pair.Value.Text, StringComparer.Ordinal);
        step = new StepRecord(index, name!, settings, inputs, leaf, outputs);
        return Json.IsSame(value, Write(step));
    }

    private static JsonValue WriteInput(RecordInput? input) => input switch
    {
        null => JsonValue.String("-"),
        { Constant: { } constant } => JsonValue.Object(
            ("document", JsonValue.String(input.Document.ToString())),
            ("encoding", JsonValue.String(constant.Encoding)),
            ("sha256", JsonValue.String(constant.Digest.ToString())),
            ("shape", Json.Array(constant.Shape, static dimension => Json.Decimal(dimension)))),
        _ => JsonValue.String(input.Document.ToString()),
    };

    private static bool ReadInput(JsonValue value, out RecordInput? input)
    {
        input = null;
        if (value.Kind == JsonKind.String)
        {
            if (value.Text == "-")
                return true;
            if (!DocumentName.TryParse(value.Text, out DocumentName plain))
                return false;
            input = new RecordInput(plain, null);
            return true;
        }

        if (!value.TryGetString("document", out string? text) || !DocumentName.TryParse(text, out DocumentName name)
            || !value.TryGetString("encoding", out string? encoding) || !Json.TryDigest(value, "sha256", out Digest digest)
            || !Json.TryArray(value, "shape", Json.TryDimension, out ImmutableArray<long> shape))
            return false;
        input = new RecordInput(name, new Constant("", encoding, shape, digest));
        return true;
    }

    private static bool ReadName(JsonValue value, out DocumentName name) => DocumentName.TryParse(value.Text, out name);
}
