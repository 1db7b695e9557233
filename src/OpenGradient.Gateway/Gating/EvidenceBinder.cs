using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Gateway;

/// <summary>Binds bundles to the places of a request that rests on them (receipt-1 §10.2): each place once, each receipt once.</summary>
/// <remarks>Does not establish that a bundle meets any policy: that is the verifier's, whose report comes along.</remarks>
internal sealed class EvidenceBinder(RestingRequest request)
{
    private const string Demand = "its answer stands in the request, as a step, the result of a call or an input that was made for it";

    private readonly ImmutableArray<byte[]> _messages = [.. request.Messages.Select(CanonicalJson.Serialize)];
    private readonly HashSet<ReceiptId> _receipts = [];
    private readonly HashSet<int> _places = [];

    /// <summary>Binds the bundle of a report; says what is in the way if it cannot be.</summary>
    public PolicyDemand Bind(Bundle bundle, VerificationReport report)
    {
        Receipt receipt = report.Receipt!;
        if (!_receipts.Add(receipt.Id))
            return new(Demand, false, $"The receipt {receipt.Id} was brought before.", "Bring each bundle once.");
        if (receipt.Content.Session is { } session && session.Id != request.Wish.Session?.Id)
            return new(Demand, false, $"It is a step of the session {session.Id}, which this request does not continue.", "Continue that session with this request.");
        if (!IsWhole(report, RowKind.Output))
            return new(Demand, false, "Not every part of its output is disclosed.", "Bring a bundle that discloses it: og receipt get, with the token that came with the answer.");
        int place = FindPlace(bundle, report);
        return place >= 0 && _places.Add(place)
            ? new(Demand, true, "It does.")
            : new(Demand, false, "It does not: it answers another question, was made for another call or nonce, or its input is hidden.", "See receipt-1, section 10.2: what comes before it has to be its own disclosed input; a result has the nonce of its call, an input that of the request.");
    }

    /// <summary>The first message that is told as a model's, and that no bundle is bound to; null if there is none.</summary>
    public int? FindUnbound()
    {
        for (int index = 0; index < request.Messages.Length; index++)
        {
            if (IsOf(index, "assistant") && !_places.Contains(index))
                return index;
        }

        return null;
    }

    private int FindPlace(Bundle bundle, VerificationReport report)
    {
        ImmutableArray<CommitmentLeaf> input = Leaves(bundle, CommitmentSide.Input);
        ImmutableArray<CommitmentLeaf> output = Leaves(bundle, CommitmentSide.Output);
        string nonce = report.Receipt!.Content.Nonce.Client;
        if (!request.Tensors.IsEmpty)
            return FindFree(request.Tensors.Length, place => IsInput(place, output, nonce));
        return output is [.., { } last] && AnswerLeaf.TryRead(last, out AnswerLeaf? answer)
            ? FindFree(request.Messages.Length, place => IsStep(place, last, input, IsWhole(report, RowKind.Input)) || IsResult(place, answer, nonce))
            : -1;
    }

    private int FindFree(int count, Func<int, bool> fits)
    {
        for (int place = 0; place < count; place++)
        {
            if (!_places.Contains(place) && fits(place))
                return place;
        }

        return -1;
    }

    /// <summary>The message is this answer, and what is before it is all that the model was told.</summary>
    private bool IsStep(int place, CommitmentLeaf answer, ImmutableArray<CommitmentLeaf> input, bool isInputWhole)
    {
        if (!isInputWhole || answer.Kind != LeafKind.Message || !IsOf(place, "assistant") || !_messages[place].AsSpan().SequenceEqual(answer.Content.Span))
            return false;
        ImmutableArray<CommitmentLeaf> before = [.. input.Where(static leaf => leaf.Kind == LeafKind.Message)];
        return before.Length == place && before.Zip(_messages, static (leaf, message) => leaf.Content.Span.SequenceEqual(message)).All(static isSame => isSame);
    }

    /// <summary>The message is the result of a call that was made before, is this text, and the answer was asked for with the nonce of that call.</summary>
    private bool IsResult(int place, AnswerLeaf answer, string nonce)
    {
        JsonValue message = request.Messages[place];
        return IsOf(place, "tool") && answer.Calls.IsEmpty
            && message.TryGetString("content", out string? content) && content == answer.Text
            && message.TryGetString("tool_call_id", out string? call) && nonce == NonceOf(call)
            && request.Messages.Take(place).Any(before => IsOf(before, "assistant") && Makes(before, call));
    }

    private bool IsInput(int place, ImmutableArray<CommitmentLeaf> output, string nonce)
    {
        Tensor tensor = request.Tensors[place];
        ReadOnlyMemory<byte> content = new TensorContent(tensor.Type.CanonicalName(), tensor.Shape, tensor.Bytes).ToLeaf("").Content;
        return nonce.Length > 0 && nonce == request.Wish.Nonce && output.Any(leaf => leaf.Kind == LeafKind.Tensor && leaf.Content.Span.SequenceEqual(content.Span));
    }

    /// <summary>The nonce with which the result of a call is to be asked for: SHA-256("og-call-1" ‖ id), in hexadecimal.</summary>
    internal static string NonceOf(string callId) => Digest.Sha256([.. "og-call-1"u8, .. Encoding.UTF8.GetBytes(callId)]).ToString();

    private bool IsOf(int place, string role) => IsOf(request.Messages[place], role);

    private static bool IsOf(JsonValue message, string role) => message.TryGetString("role", out string? actual) && actual == role;

    private static bool Makes(JsonValue message, string call) => AnswerLeaf.TryReadCalls(message, out ImmutableArray<ShownCall> calls) && calls.Any(made => made.Id == call);

    private static bool IsWhole(VerificationReport report, RowKind kind) => report.Rows.Any(row => row.Kind == kind && row.Code == VerificationCode.Ok);

    private static ImmutableArray<CommitmentLeaf> Leaves(Bundle bundle, CommitmentSide side) =>
        [.. bundle.Disclosures.Where(disclosure => disclosure.Side == side).OrderBy(static disclosure => disclosure.Index).Select(static disclosure => disclosure.Leaf)];
}
