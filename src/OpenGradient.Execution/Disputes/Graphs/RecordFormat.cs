using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Records as canonical JSON: spec/dispute-1, section 3.</summary>
internal static class RecordFormat
{
    /// <summary>The record's JSON.</summary>
    public static JsonValue Write(FrameRecord frame) => JsonValue.Object(
        ("outputs", Json.Array(frame.Outputs, WriteReference)),
        ("steps", Json.Decimal(frame.StepCount)));

    /// <inheritdoc cref="Write(FrameRecord)"/>
    public static JsonValue Write(StepRecord step) => JsonValue.Object(
        ("attributes", JsonValue.Object([.. step.Attributes.Select(static pair => KeyValuePair.Create(pair.Key, JsonValue.String(pair.Value)))])),
        ("bodies", Json.Array(step.Bodies, WriteBody)),
        ("holder", WriteStep(step.Holder)),
        ("inputs", Json.Array(step.Inputs, WriteReference)),
        ("next", WriteStep(step.Next)),
        ("operator", JsonValue.String(step.Operator)),
        ("outputs", Json.Decimal(step.OutputCount)),
        ("step", Json.Decimal(step.Index)),
        ("traced", JsonValue.String(step.IsTraced ? "1" : "0")));

    /// <summary>The leaf hash of a record.</summary>
    public static Digest LeafHash(JsonValue record) => MerkleTree.HashLeaf(CanonicalJson.Serialize(record));

    /// <summary>Reads record 0.</summary>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out FrameRecord? frame)
    {
        frame = null;
        if (!Json.TryInteger(value, "steps", out int stepCount) || !Json.TryArray(value, "outputs", ReadValue, out ImmutableArray<ValueReference> outputs))
            return false;
        frame = new FrameRecord(stepCount, outputs);
        return Json.IsSame(value, Write(frame));
    }

    /// <summary>Reads the record of a step.</summary>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out StepRecord? step)
    {
        step = null;
        bool isRead = Json.TryInteger(value, "outputs", out int outputs)
            & Json.TryInteger(value, "step", out int index)
            & TryReadStep(value, "holder", out int? holder)
            & TryReadStep(value, "next", out int? next)
            & value.TryGetString("operator", out string? name)
            & value.TryGetString("traced", out string? traced)
            & Json.TryArray(value, "inputs", ReadReference, out ImmutableArray<ValueReference?> inputs)
            & Json.TryArray(value, "bodies", ReadBody, out ImmutableArray<BodyRecord> bodies)
            & (value.TryGet("attributes", out JsonValue? attributes) && attributes.Kind == JsonKind.Object && attributes.Members.All(static pair => pair.Value.Kind == JsonKind.String));
        if (!isRead)
            return false;
        var settings = attributes!.Members.ToImmutableSortedDictionary(static pair => pair.Key, static pair => pair.Value.Text, StringComparer.Ordinal);
        step = new StepRecord(index, name!, settings, inputs, outputs, traced == "1", holder, next, bodies);
        return Json.IsSame(value, Write(step));
    }

    private static JsonValue WriteStep(int? step) => step is { } given ? Json.Decimal(given) : JsonValue.String("-");

    private static JsonValue WriteBody(BodyRecord body) => JsonValue.Object(
        ("first", WriteStep(body.First)), ("inputs", Json.Decimal(body.InputCount)), ("outputs", Json.Array(body.Outputs, WriteReference)));

    private static JsonValue WriteReference(ValueReference? reference) => reference switch
    {
        null => JsonValue.String("-"),
        ValueReference.Given given => Text("input", given.Index),
        ValueReference.Stored stored => JsonValue.Object(
            ("document", Text("constant", stored.Index)),
            ("encoding", JsonValue.String(stored.Constant.Encoding)),
            ("sha256", JsonValue.String(stored.Constant.Digest.ToString())),
            ("shape", Json.Array(stored.Constant.Shape, static dimension => Json.Decimal(dimension)))),
        ValueReference.Outer outer => JsonValue.String(DocumentName.OfOuter(outer.Leaf).ToString()),
        ValueReference.Literal literal => JsonValue.String(literal.Document.ToString()),
        ValueReference.Made made => Text("step", made.Step, made.Output),
        ValueReference.Handed handed => Text("body", handed.Loop, handed.Place),
        _ => throw new ArgumentException("A reference of an unknown kind.", nameof(reference)),
    };

    private static JsonValue Text(string kind, params ReadOnlySpan<int> numbers)
    {
        string text = kind;
        foreach (int number in numbers)
            text += string.Create(CultureInfo.InvariantCulture, $":{number}");
        return JsonValue.String(text);
    }

    private static bool TryReadStep(JsonValue parent, string name, out int? step)
    {
        step = null;
        if (parent.TryGetString(name, out string? text) && text == "-")
            return true;
        bool isRead = Json.TryInteger(parent, name, out int given);
        step = given;
        return isRead;
    }

    private static bool ReadBody(JsonValue value, out BodyRecord body)
    {
        bool isRead = TryReadStep(value, "first", out int? first)
            & Json.TryInteger(value, "inputs", out int inputs)
            & Json.TryArray(value, "outputs", ReadValue, out ImmutableArray<ValueReference> outputs);
        body = new BodyRecord(first, inputs, outputs);
        return isRead;
    }

    private static bool ReadValue(JsonValue value, out ValueReference reference)
    {
        bool isRead = ReadReference(value, out ValueReference? read) && read is not null;
        reference = read!;
        return isRead;
    }

    private static bool ReadReference(JsonValue value, out ValueReference? reference)
    {
        reference = null;
        if (value.Kind != JsonKind.String)
            return ReadConstant(value, out reference);
        if (value.Text == "-")
            return true;
        if (DocumentName.TryParse(value.Text, out DocumentName name) && (name.IsLiteral || name.Kind == DocumentKind.Outer))
        {
            reference = name.IsLiteral ? new ValueReference.Literal(name) : new ValueReference.Outer(name.Leaf!);
            return true;
        }

        string[] parts = value.Text.Split(':', 4);
        if (!TryNumber(parts, 1, out int first))
            return false;
        bool hasSecond = TryNumber(parts, 2, out int second);
        reference = (parts[0], hasSecond) switch
        {
            ("input", false) => new ValueReference.Given(first),
            ("step", true) => new ValueReference.Made(first, second),
            ("body", true) => new ValueReference.Handed(first, second),
            _ => null,
        };
        return reference is not null;
    }

    private static bool ReadConstant(JsonValue value, out ValueReference? reference)
    {
        reference = null;
        if (!value.TryGetString("document", out string? text) || !DocumentName.TryParse(text, out DocumentName name) || name.Kind != DocumentKind.Constant
            || !value.TryGetString("encoding", out string? encoding) || !Json.TryDigest(value, "sha256", out Digest digest)
            || !Json.TryArray(value, "shape", Json.TryDimension, out ImmutableArray<long> shape))
            return false;
        reference = new ValueReference.Stored(name.Index, new Constant("", encoding, shape, digest));
        return true;
    }

    private static bool TryNumber(string[] parts, int index, out int number)
    {
        number = 0;
        return index < parts.Length && int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
