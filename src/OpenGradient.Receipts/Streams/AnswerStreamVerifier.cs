using System.Buffers;
using System.Text;
using System.Text.Unicode;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>Verifies a whole event stream of one of the four APIs as its bytes arrive (receipt-1 §8).</summary>
/// <remarks>
/// <code>
/// AnswerStreamVerifier verifier = new(new StreamExpectation(nonce, issuers));
/// foreach (chunk) { if (verifier.Append(chunk).IsFault) stop; else show the stream up to verifier.VerifiedBytes; }
/// verifier.End();                                     // complete, or cut: then ask the node for the receipt by Head.Nonce.Provider
/// </code>
/// <para>Total: nothing is thrown. The first fault stays, and nothing after it is read. Memory: the text of the answers, and a line of at most 16 MiB, twice. Not for use by two threads.</para>
/// <para>Establishes what <see cref="StreamVerifier"/> does, for the texts and calls that the events show. Does not establish ids, usage, log-probabilities and
/// the API's own word for the end, which are in no segment.</para>
/// </remarks>
public sealed class AnswerStreamVerifier(StreamExpectation expected)
{
    /// <summary>The most answers that a stream can have.</summary>
    public const int MaximumAnswers = 256;

    private const int MaximumForms = 8; // one for each answer that alternates with others; more would be tried in vain

    private readonly EventLines _lines = new();
    private readonly SortedDictionary<long, StreamVerifier> _answers = [];
    private readonly Dictionary<long, long> _uncoveredFrom = [];
    private long _firstUncovered = long.MaxValue; // the least of these: it is asked for at every line
    private readonly ArrayBufferWriter<byte> _data = new();
    private readonly List<TextEventForm> _forms = [];
    private AnswerApi? _api = expected.Api;
    private string? _name;
    private long _eventStart;
    private long _lineStart;
    private bool _isDone;

    /// <summary>Where the stream stands: the first fault; or complete, if all answers are; or what the last segment came to.</summary>
    public StreamVerdict Verdict { get; private set; } = new(StreamCode.Open, 0, 0, "Nothing is shown yet.");

    /// <summary>How many bytes from the beginning of the stream may be shown: valid segments cover all texts and calls in them.</summary>
    public long VerifiedBytes { get; private set; }

    /// <summary>The answers whose heads have come, in their order.</summary>
    public IReadOnlyCollection<StreamVerifier> Answers => _answers.Values;

    /// <summary>Whether the receipts have come, which are those of all answers.</summary>
    private bool HasReceipts => _answers.Values.Any(static answer => answer.Receipt is not null);

    /// <summary>Takes the next bytes of the stream, however they were cut.</summary>
    public StreamVerdict Append(ReadOnlySpan<byte> bytes)
    {
        while (!Verdict.IsFault && _lines.TryTake(ref bytes, out ReadOnlySpan<byte> line))
        {
            long end = _lineStart + line.Length + 1;
            TakeLine(line);
            _lineStart = end;
            if (line.Length == 0)
                _eventStart = end;
            if (!Verdict.IsFault && _data.WrittenCount == 0 && _name is null)
                VerifiedBytes = Math.Min(end, _firstUncovered);
        }

        return _lines.IsTooLong ? Fail(StreamCode.StreamMalformed, "A line is too long.") : Verdict;
    }

    /// <summary>No more bytes come: it has to be complete.</summary>
    public StreamVerdict End() => Verdict.Code == StreamCode.Complete && !_lines.HasRest && _data.WrittenCount == 0 ? Verdict : Fail(StreamCode.Cut, "The stream is over before its receipt.");

    private void TakeLine(ReadOnlySpan<byte> line)
    {
        if (line.Contains((byte)'\r') || !Utf8.IsValid(line))
            Fail(StreamCode.StreamMalformed, "A line is not UTF-8, or has a carriage return.");
        else if (StreamLine.IsOne(line))
            TakeEvidence(line);
        else if (line.StartsWith(":"u8) && IsPlain(line))
            return;
        else if (line.IsEmpty)
            EndEvent();
        else if (line.StartsWith("data: "u8) && _data.WrittenCount == 0)
            _data.Write(line["data: "u8.Length..]);
        else if (line.StartsWith("event: "u8) && _name is null && _data.WrittenCount == 0 && IsPlain(line))
            _name = Encoding.ASCII.GetString(line["event: "u8.Length..]);
        else
            Fail(StreamCode.StreamMalformed, "A line is none of an event with one line of data.");
    }

    /// <summary>Whether there is nothing in a line that a reader may end it at, or not see: U+0085 and U+2028 are such.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> line) => !line.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    private void TakeEvidence(ReadOnlySpan<byte> bytes)
    {
        bool isHead = bytes.StartsWith(": og-head "u8);
        if (!StreamLine.TryParse(bytes, out StreamLine? line))
            Fail(isHead ? StreamCode.HeadMalformed : StreamCode.SegmentMalformed, "A line with evidence is malformed.");
        else if (isHead)
            TakeHead(line);
        else
            TakeSegment(line);
    }

    private void TakeHead(StreamLine line)
    {
        StreamVerdict verdict = StreamVerifier.Begin(line, expected, out StreamVerifier? answer);
        if (answer is null)
            Verdict = verdict;
        else if (HasReceipts || _answers.Count == MaximumAnswers || !_answers.TryAdd(answer.Head.Choice, answer))
            Fail(StreamCode.HeadMalformed, "An answer has a second head, or begins behind the receipts.");
        else
            Verdict = verdict;
    }

    private void TakeSegment(StreamLine line)
    {
        if (!StreamSegment.TryParse(line.Statement.Span, out StreamSegment? segment) || !_answers.TryGetValue(segment.Choice, out StreamVerifier? answer))
        {
            Fail(StreamCode.SegmentMalformed, "A segment is malformed, or of an answer without a head.");
            return;
        }

        Verdict = answer.AddSegment(line);
        if (!answer.Shown.IsUncovered && _uncoveredFrom.Remove(segment.Choice))
            _firstUncovered = _uncoveredFrom.Count == 0 ? long.MaxValue : _uncoveredFrom.Values.Min();
    }

    private void EndEvent()
    {
        if (_data.WrittenCount > 0 || _name is not null)
            TakeEvent(_name, _data.WrittenSpan);
        _data.ResetWrittenCount();
        _name = null;
    }

    private void TakeEvent(string? name, ReadOnlySpan<byte> data)
    {
        if (_isDone)
            Fail(StreamCode.StreamMalformed, "Something comes behind the stream's end mark.");
        else if (data.SequenceEqual("[DONE]"u8))
            TakeEndMark();
        else if (TryReadText(name, data, out AnswerPiece text))
            TakePiece(text);
        else if (!JsonReader.TryRead(data, out JsonValue? json))
            Fail(StreamCode.StreamMalformed, "An event is not I-JSON.");
        else
            TakeEvent(name, data, json);
    }

    /// <summary>Reads an event that has the form of one before it.</summary>
    private bool TryReadText(string? name, ReadOnlySpan<byte> data, out AnswerPiece text)
    {
        text = default;
        foreach (TextEventForm form in _forms)
        {
            if (form.TryRead(name, data, out text))
                return true;
        }

        return false;
    }

    private void TakeEvent(string? name, ReadOnlySpan<byte> data, JsonValue json)
    {
        List<AnswerPiece> pieces = [];
        List<DsseEnvelope> receipts = [];
        if (!AnswerEvents.TryRead(name, json, ref _api, pieces))
            Fail(StreamCode.EventUnknown, "An event may show something that is not known.");
        else if (!AnswerEvents.TryReadReceipts(json, receipts) || (receipts.Count > 0 && (receipts.Count != _answers.Count || HasReceipts)))
            Fail(StreamCode.ReceiptInvalid, "The receipts are malformed, are not one for each answer, or come a second time.");
        else if (pieces is [{ Kind: AnswerPieceKind.Text } only] && receipts.Count == 0 && !AnswerEvents.IsEndMark(json))
            LearnForm(name, data, only);
        foreach (AnswerPiece piece in pieces)
            TakePiece(piece);
        foreach ((StreamVerifier answer, DsseEnvelope receipt) in _answers.Values.Zip(receipts))
        {
            if (!Verdict.IsFault)
                Verdict = answer.Complete(receipt);
        }

        if (AnswerEvents.IsEndMark(json))
            TakeEndMark();
    }

    private void LearnForm(string? name, ReadOnlySpan<byte> data, AnswerPiece text)
    {
        if (_forms.Count < MaximumForms && TextEventForm.Of(name, data, _api, text) is { } form)
            _forms.Add(form);
    }

    /// <summary>Who reads the end mark takes the answer for whole.</summary>
    private void TakeEndMark()
    {
        _isDone = true;
        if (Verdict.Code != StreamCode.Complete)
            Fail(StreamCode.Cut, "The stream is over before its receipt.");
    }

    private void TakePiece(AnswerPiece piece)
    {
        if (Verdict.IsFault)
            return;
        if (!_answers.TryGetValue(piece.Choice, out StreamVerifier? answer))
            Fail(StreamCode.HeadMissing, "Something is shown of an answer that has no head.");
        else if (answer.Shown.Take(piece) is { } code)
            Verdict = answer.Fail(code, "An event tells a text or a call again, and otherwise than before.");
        else if (answer.Shown.IsUncovered && answer.Verdict.Code is StreamCode.Ended or StreamCode.Complete)
            Verdict = answer.Fail(StreamCode.TextChanged, "Something is shown behind the last segment.");
        else if (answer.Shown.IsUncovered && _uncoveredFrom.TryAdd(piece.Choice, _eventStart))
            _firstUncovered = Math.Min(_firstUncovered, _eventStart);
    }

    private StreamVerdict Fail(StreamCode code, string reason) => Verdict.IsFault ? Verdict : Verdict = Verdict with { Code = code, Reason = reason };
}
