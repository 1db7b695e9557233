using System.Buffers;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>The form of an event that shows a piece of text and nothing else: the next event of a stream differs from it, as a rule, in that text alone, and need not be parsed.</summary>
/// <remarks>
/// <para>JSON in which the text of one string is exchanged for other characters that need no escape is JSON with that string exchanged. Which string it is, is found out by exchanging it and
/// reading the event anew, so a form says of an event what <see cref="AnswerEvents"/> says of it, or nothing.</para>
/// <para>Texts of <c>U+0020</c> to <c>U+007E</c> without <c>"</c> and <c>\</c>: other events are parsed.</para>
/// </remarks>
internal sealed class TextEventForm
{
    /// <summary>Events with more data have no form: forms are kept, and an issuer decides how much stands around a text.</summary>
    public const int MaximumBytes = 4096;

    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(static code => (byte)code).Where(static code => code is not ((byte)'"' or (byte)'\\'))]);

    /// <summary>A text that no plain text is: an event shows it only where it was put.</summary>
    private const string Mark = "\uE000";

    private readonly string? _name;
    private readonly byte[] _before;
    private readonly byte[] _after;
    private readonly AnswerPiece _piece;

    private TextEventForm(string? name, byte[] before, byte[] after, AnswerPiece piece) => (_name, _before, _after, _piece) = (name, before, after, piece);

    /// <summary>The form of an event that was read; null if it has none.</summary>
    /// <param name="name">The event's name; null if it has none.</param>
    /// <param name="data">Its data.</param>
    /// <param name="api">The API of the stream, which the event was read as one of.</param>
    /// <param name="piece">The only thing that it shows.</param>
    public static TextEventForm? Of(string? name, ReadOnlySpan<byte> data, AnswerApi? api, AnswerPiece piece)
    {
        if (data.Length > MaximumBytes)
            return null;
        byte[] quoted = Encoding.UTF8.GetBytes($"\"{piece.Text}\"");
        int place = data.LastIndexOf(quoted) + 1;
        if (place == 0 || !IsPlain(quoted.AsSpan()[1..^1]))
            return null;
        TextEventForm form = new(name, data[..place].ToArray(), data[(place + quoted.Length - 2)..].ToArray(), piece with { Text = "" });
        return form.ShowsWhatStandsThere(api) ? form : null;
    }

    /// <summary>What an event of this form shows; false if it is of another.</summary>
    public bool TryRead(string? name, ReadOnlySpan<byte> data, out AnswerPiece piece)
    {
        piece = default;
        if (data.Length <= _before.Length + _after.Length || name != _name || !data.StartsWith(_before) || !data.EndsWith(_after))
            return false;
        ReadOnlySpan<byte> text = data[_before.Length..^_after.Length];
        if (!IsPlain(text))
            return false;
        piece = _piece with { Text = Encoding.ASCII.GetString(text) };
        return true;
    }

    private static bool IsPlain(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(Plain);

    /// <summary>Whether the same event with a mark for its text shows the mark.</summary>
    private bool ShowsWhatStandsThere(AnswerApi? api)
    {
        List<AnswerPiece> pieces = [];
        return JsonReader.TryRead([.. _before, .. Encoding.UTF8.GetBytes(Mark), .. _after], out JsonValue? json)
            && AnswerEvents.TryRead(_name, json, ref api, pieces)
            && pieces is [var piece] && piece == _piece with { Text = Mark };
    }
}
