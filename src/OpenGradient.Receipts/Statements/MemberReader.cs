using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>Reads typed members of a statement and remembers the first one that is missing or of the wrong type.</summary>
/// <remarks>After a breach it goes on with empty values; whoever reads must look at <see cref="Breach"/> before using any.</remarks>
internal sealed class MemberReader(JsonValue statement)
{
    private readonly JsonValue _predicate = statement.TryGet("predicate", out JsonValue? predicate) ? predicate : JsonValue.Null;

    /// <summary>The first member that could not be read, or null.</summary>
    public string? Breach { get; private set; }

    /// <summary>A member that may be absent.</summary>
    public string? OptionalText(string outer, string inner) =>
        _predicate.TryGet(outer, out JsonValue? value) && value.TryGet(inner, out _) ? Text(outer, inner) : null;

    public bool Has(string name) => _predicate.TryGet(name, out _);

    public string Text(string outer, string inner) =>
        _predicate.TryGet(outer, out JsonValue? value) && value.TryGetString(inner, out string? text) ? text : Fail("", $"{outer}.{inner}");

    public Digest Digest(string outer, string inner) =>
        Primitives.Digest.TryParse(Text(outer, inner), out Digest digest) ? digest : Fail(digest, $"{outer}.{inner}");

    /// <summary>The id of a receipt; null where the text is empty.</summary>
    public ReceiptId? OptionalReceipt(string outer, string inner) => Text(outer, inner).Length == 0 ? null : new(Digest(outer, inner));

    public long Count(string outer, string inner) =>
        TextForm.TryReadCount(Text(outer, inner), out long count) ? count : Fail(count, $"{outer}.{inner}");

    public long Count(string name)
    {
        long count = 0;
        bool isCount = _predicate.TryGetString(name, out string? text) && TextForm.TryReadCount(text, out count);
        return isCount ? count : Fail(count, name);
    }

    public Commitment Commitment(string outer, string scheme)
    {
        if (!string.Equals(Text(outer, "scheme"), scheme, StringComparison.Ordinal))
            Fail(scheme, $"{outer}.scheme");
        return new Commitment(Digest(outer, "root"), Count(outer, "leaves"));
    }

    public FinishReason Finish(string outer, string inner) =>
        FinishReasons.TryParse(Text(outer, inner), out FinishReason finish) ? finish : Fail(finish, $"{outer}.{inner}");

    /// <summary>Whether <c>crit</c>, an array of strings, is empty.</summary>
    public bool CritIsEmpty()
    {
        if (!_predicate.TryGet("crit", out JsonValue? crit) || crit.Kind != JsonKind.Array)
            return Fail(true, "crit");
        foreach (JsonValue name in crit.Items)
        {
            if (name.Kind != JsonKind.String)
                return Fail(true, "crit");
        }

        return crit.Items.IsEmpty;
    }

    /// <summary>Whether <c>subject</c> is exactly one, is named <c>output</c> and has the digest <paramref name="root"/>.</summary>
    public bool SubjectIs(Digest root) =>
        statement.TryGet("subject", out JsonValue? subject)
        && subject.Items.Length == 1
        && subject.Items[0].TryGetString("name", out string? name)
        && name == "output"
        && subject.Items[0].TryGet("digest", out JsonValue? digest)
        && digest.TryGetString("ogCommit1", out string? text)
        && text == root.ToString();

    private T Fail<T>(T value, string member)
    {
        Breach ??= member;
        return value;
    }
}
