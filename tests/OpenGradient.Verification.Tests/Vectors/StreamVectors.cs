using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Streams as they are sent, and as somebody on the way would have them (receipt-1 §8).</summary>
internal static class StreamVectors
{
    private const string MessageStop = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    private static ImmutableArray<string> Chat => StreamSample.Chat;

    private static int SecondSegment => Chat.Index().Where(static block => block.Item.StartsWith(": og-segment", StringComparison.Ordinal)).ElementAt(1).Index;

    private static int End => Chat.Length - 3; // the last segment; then come the receipt and the end mark

    public static IEnumerable<StreamVectorCase> Cases() => [.. Honest(), .. Text(), .. Readers(), .. Evidence(), .. Statements(), .. Receipts()];

    private static IEnumerable<StreamVectorCase> Honest()
    {
        yield return new("accept-chat", "Text and a call by the chat API.", Chat, "complete", 3);
        yield return new("accept-responses", "The same by the responses API, which tells it three times.", StreamSample.Responses, "complete", 3);
        yield return new("accept-messages", "The same by the Anthropic API.", StreamSample.Messages, "complete", 3);
        yield return new("accept-several", "Two answers whose events come mixed.", StreamSample.Several, "complete", 1);
        yield return new("accept-comment", "Comments of others are passed over.", Chat.Insert(5, ": keep-alive\n\n"), "complete", 3);
        yield return new("accept-bundle", "The line with a bundle is a comment to this verifier, whatever it brings.", Chat.Insert(End + 1, ": og-bundle 0 e30=\n\n"), "complete", 3);
        yield return new("accept-no-end-mark", "The end mark is left out, which says nothing that the receipt does not.", Chat[..^1], "complete", 3);
        yield return new("cut-in-event", "The stream ends within an event.", Chat[..(SecondSegment - 3)].Add(Chat[SecondSegment - 3][..20]), "cut", 1);
        yield return new("accept-messages-end", "The Anthropic API's end mark behind the receipt.", StreamSample.Messages.Add(MessageStop), "complete", 3);
        yield return new("cut-messages-end", "The Anthropic API's end mark, and no receipt: clients take the answer for whole.", StreamSample.Messages.SetItem(StreamSample.Messages.Length - 1, MessageStop), "cut", 3);
        yield return new("cut-responses-end", "The responses API's last event without the receipt.", Repeat("response.completed", "\"receipt\":", "\"metadata\":"), "cut", 3);
        yield return new("cut-open", "The stream ends between two segments.", Chat[..(SecondSegment - 3)], "cut", 1);
        yield return new("cut-ended", "The receipt is left out.", Chat.RemoveAt(End + 1), "cut", 3);
        yield return new("cut-end-mark", "The end mark comes early.", Chat[..SecondSegment].Add("data: [DONE]\n\n"), "cut", 1);
    }

    private static IEnumerable<StreamVectorCase> Text()
    {
        yield return new("text-changed", "A word is another.", Edit(SecondSegment - 2, static block => block.Replace("w60", "w61", StringComparison.Ordinal)), "text-changed", 1);
        yield return new("text-dropped", "A chunk is left out.", Chat.RemoveAt(SecondSegment - 2), "text-changed", 1);
        yield return new("text-added", "A chunk is put in.", Chat.Insert(3, StreamSample.ChatText(" not")), "text-changed", 0);
        yield return new("text-twice", "A chunk comes twice.", Chat.Insert(4, Chat[3]), "text-changed", 0);
        yield return new("text-of-another-answer", "Two answers' chunks change places.", SwapAnswers(), "text-changed", 0);
        yield return new("text-moved", "Two chunks change places.", Swap(3, 4), "text-changed", 0);
        yield return new("text-behind-segment", "A chunk is moved behind the segment that covers it.", Swap(SecondSegment - 1, SecondSegment), "text-changed", 1);
        yield return new("text-behind-end", "Text behind the last segment.", Chat.Insert(End + 1, StreamSample.ChatText(" Ignore that.")), "text-changed", 3);
        yield return new("text-before-head", "Text before there is a head.", Chat.Insert(0, StreamSample.ChatText("Hm.")), "head-missing", 0);
        yield return new("text-told-again", "The responses API's text is another when it is told again.", Repeat("response.output_text.done", "w5 ", "w6 "), "text-changed", 2);
        yield return new("text-told-at-last", "Likewise in the response at the end.", Repeat("response.completed", "w5 ", "w6 "), "text-changed", 3);
        yield return new("call-changed", "The payee is another.", Edit(End - 1, static block => block.Replace("alice", "mallory", StringComparison.Ordinal)), "calls-changed", 2);
        yield return new("call-dropped", "The call is left out.", Chat.RemoveAt(End - 1), "calls-changed", 2);
        yield return new("call-twice", "The call comes twice.", Chat.Insert(End, Chat[End - 1]), "calls-changed", 2);
        yield return new("call-renamed", "Another function is called.", Edit(End - 1, static block => block.Replace("\"pay\"", "\"payall\"", StringComparison.Ordinal)), "calls-changed", 2);
        yield return new("call-told-again", "The call is another when it is told again.", Repeat("response.completed", "alice", "mallory"), "calls-changed", 3);
        yield return new("event-reasoning", "Text in a member that is not compared.", Chat.Insert(4, StreamSample.Data("""{"choices":[{"index":0,"delta":{"reasoning_content":"Trust me."}}]}""")), "event-unknown", 0);
        yield return new("event-twin", "Choices under a name that clients may take for choices.", Chat.Insert(4, StreamSample.Data("""{"choices":[],"Choices":[{"index":0,"delta":{"content":"Trust me."}}]}""")), "event-unknown", 0);
        yield return new("event-refusal", "Text in an event that is not compared.", StreamSample.Responses.Insert(4, "event: response.refusal.delta\ndata: {\"type\":\"response.refusal.delta\",\"delta\":\"No.\"}\n\n"), "event-unknown", 0);
        yield return new("event-renamed", "An event under another name than its own.", StreamSample.Messages.Insert(4, "event: ping\ndata: {\"type\":\"message_stop\"}\n\n"), "event-unknown", 0);
    }

    /// <summary>What one client reads and another passes over.</summary>
    private static IEnumerable<StreamVectorCase> Readers()
    {
        const string lie = "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Trust me.\"}}]";
        yield return new("api-member-in-ping", "Choices in an event of another API, whose clients pass them over.", Chat.Insert(4, StreamSample.Data($"{{\"type\":\"ping\",{lie}}}")), "event-unknown", 0);
        yield return new("api-member-in-own", "The same in a stream of that other API.", StreamSample.Messages.Insert(4, StreamSample.Data($"{{\"type\":\"ping\",{lie}}}")), "event-unknown", 0);
        yield return new("api-mixed", "Text by an event of another API: clients of this one never see it.", Chat.SetItem(4, "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" w3\"}}\n\n"), "event-unknown", 0);
        yield return new("api-text-in-chat", "Text in the member of text completions: clients of chats never see it.", Edit(4, static block => block.Replace("\"delta\":{\"content\":\" w3\"}", "\"text\":\" w3\"", StringComparison.Ordinal)), "event-unknown", 0);
        yield return new("api-text-beside-delta", "Likewise beside an empty delta.", Edit(4, static block => block.Replace("\"delta\":{\"content\":\" w3\"}", "\"delta\":{},\"text\":\" w3\"", StringComparison.Ordinal)), "event-unknown", 0);
        yield return new("response-member", "Text in a member of the response at the end.", [.. StreamSample.Responses.Select(static block => block.Replace("\"response\":{", "\"response\":{\"output_text\":\"Trust me.\",", StringComparison.Ordinal))], "event-unknown", 3);
        yield return new("item-member", "Text in a member of a call.", Repeat("response.output_item.done", "\"name\"", "\"content\":\"Trust me.\",\"name\""), "event-unknown", 2);
        yield return new("text-in-no-block", "Text of a block that has not begun: clients drop it.", StreamSample.Messages.RemoveAt(1), "text-changed", 0);
        yield return new("text-in-another-block", "Text of a block that is a call: clients drop it.", [.. StreamSample.Messages.Select(static block => block.Replace("\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}", "\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"call_0\",\"name\":\"pay\",\"input\":{}}", StringComparison.Ordinal))], "text-changed", 0);
        yield return new("comment-of-two-lines", "A comment with a character that some readers end a line at.", Chat.Insert(4, $": \u2028data: {{{lie}}}\n\n"), "stream-malformed", 0);
    }

    private static IEnumerable<StreamVectorCase> Evidence()
    {
        yield return new("segment-dropped", "A segment is left out.", Chat.RemoveAt(SecondSegment), "segment-missing", 1);
        yield return new("segment-and-text-dropped", "A segment and all that it covers are left out.", [.. Chat[..33], .. Chat[(SecondSegment + 1)..]], "segment-missing", 1);
        yield return new("segment-twice", "A segment comes twice.", Chat.Insert(SecondSegment, Chat[SecondSegment]), "segment-missing", 2);
        yield return new("segment-of-another", "A segment of another stream of this issuer.", Chat.SetItem(SecondSegment, StreamSample.Several[^3]), "segment-missing", 1);
        yield return new("segment-behind-end", "A segment behind the last.", Chat.Insert(End + 1, Chat[End]), "segment-missing", 3);
        yield return new("segment-without-head", "A segment of an answer that has no head.", Chat.RemoveAt(0), "head-missing", 0);
        yield return new("segment-first", "A segment and no head.", Chat[SecondSegment..], "segment-malformed", 0);
        yield return new("segment-not-signed", "A segment whose hash of the text is another.", Edit(SecondSegment, static block => block.Replace("\"shown\":\"", "\"shown\":\"0", StringComparison.Ordinal).Replace("\",\"tokens\"", "\",\"tokens\"", StringComparison.Ordinal)), "segment-malformed", 1);
        yield return new("segment-changed", "A segment about another count of tokens.", Edit(SecondSegment, static block => block.Replace("\"tokens\":\"32\"", "\"tokens\":\"31\"", StringComparison.Ordinal)), "signature-invalid", 1);
        yield return new("segment-salt", "The salt of the text is another.", Edit(SecondSegment, static block => block[..^6] + "0" + block[^5..]), "text-changed", 1);
        yield return new("segment-no-opening", "A segment without its opening.", Edit(SecondSegment, static block => block[..block.LastIndexOf(' ')] + "\n\n"), "segment-malformed", 1);
        yield return new("segment-by-forger", "A segment that another key signed.", Edit(SecondSegment, static block => StreamSample.Resign(block, static statement => statement, TestKeys.Forger)), "signature-invalid", 1);
        yield return new("head-twice", "A second head.", Chat.Insert(1, Chat[0]), "head-malformed", 0);
        yield return new("head-too-many", "More answers than a stream may have.", [.. Enumerable.Range(0, 257).Select(static choice => StreamSample.Head(head => head with { Choice = choice }))], "head-malformed", 0);
        yield return new("head-behind-receipt", "Another answer begins behind the receipts.", Chat.Insert(End + 2, StreamSample.Several[1]), "head-malformed", 3);
        yield return new("head-changed", "A head about another model.", Edit(0, static block => block.Replace("\"model\":\"", "\"model\":\"0", StringComparison.Ordinal)), "head-malformed", 0);
        yield return new("head-not-canonical", "A head with its members in another order.", Edit(0, static block => StreamSample.Resign(block, static statement => statement[..^1].Replace("{\"choice\":\"0\",", "{", StringComparison.Ordinal) + ",\"choice\":\"0\"}")), "head-malformed", 0);
        yield return new("head-by-forger", "A head that the key did not sign.", Edit(0, static block => StreamSample.Resign(block, static statement => statement, TestKeys.Forger)), "signature-invalid", 0);
        yield return new("head-of-forger", "A stream of another issuer.", Chat.SetItem(0, StreamSample.Head(static head => head, TestKeys.Forger)), "issuer-not-trusted", 0);
        yield return new("head-of-another-nonce", "A stream that was recorded.", Chat.SetItem(0, StreamSample.Head(static head => head with { Nonce = head.Nonce with { Client = "00" } })), "nonce-mismatch", 0);
    }

    /// <summary>What only the issuer itself could sign.</summary>
    private static IEnumerable<StreamVectorCase> Statements()
    {
        yield return new("chain-broken", "A segment that names another one before it.", Edit(SecondSegment, static block => StreamSample.Resign(block, static statement => ReplaceDigest(statement, "prev"))), "segment-missing", 1);
        yield return new("answer-other-leaf", "The last leaf is not the one that is opened.", Edit(End, static block => StreamSample.Resign(block, static statement => ReplaceDigest(statement, "\",\""))), "answer-mismatch", 2);
        yield return new("head-other-input", "The head commits to another input than the receipt.", OtherHead(), "segment-missing", 0);
        yield return new("carriage-return", "A carriage return, which other readers end a line at.", Edit(2, static block => block.Replace("data: ", "data: \r", StringComparison.Ordinal)), "stream-malformed", 0);
        yield return new("line-of-no-event", "A line that is none.", Chat.Insert(2, "retry: 1\n\n"), "stream-malformed", 0);
        yield return new("event-not-json", "An event that is no JSON.", Chat.Insert(2, "data: {\n\n"), "stream-malformed", 0);
        yield return new("event-twice-named", "An event with two members of one name.", Chat.Insert(2, StreamSample.Data("""{"choices":[],"choices":[]}""")), "stream-malformed", 0);
        yield return new("end-mark-twice", "A second end mark.", Chat.Add(Chat[^1]), "stream-malformed", 3);
        yield return new("behind-message-stop", "An event behind the Anthropic API's end mark.", [.. StreamSample.Messages, MessageStop, "event: ping\ndata: {\"type\":\"ping\"}\n\n"], "stream-malformed", 3);
        yield return new("behind-end-mark", "An event behind the end mark.", Chat.Add(StreamSample.ChatText("More.")), "stream-malformed", 3);
    }

    private static IEnumerable<StreamVectorCase> Receipts()
    {
        yield return new("receipt-early", "The receipt comes before the last segment.", Swap(End, End + 1), "cut", 2);
        yield return new("receipt-of-another", "The receipt of another answer.", Chat.SetItem(End + 1, StreamSample.Several[^2].Replace("\"receipts\":[{", "\"receipt\":{", StringComparison.Ordinal).Split(",{\"id\"")[0] + "}\n\n"), "receipt-mismatch", 3);
        yield return new("receipt-changed", "A receipt whose payload was changed.", Edit(End + 1, static block => block.Replace("\"payload\":\"ey", "\"payload\":\"eY", StringComparison.Ordinal)), "receipt-invalid", 3);
        yield return new("receipts-too-many", "Two receipts for one answer.", Chat.SetItem(End + 1, StreamSample.Several[^2]), "receipt-invalid", 3);
        yield return new("receipts-twice", "The receipt comes a second time: who reads the first and who reads the last have to read the same.", Chat.Insert(End + 1, Chat[End + 1]), "receipt-invalid", 3);
        yield return new("receipts-swapped", "The receipts of two answers change places.", SwapReceipts(), "receipt-mismatch", 1);
    }

    private static ImmutableArray<string> Edit(int index, Func<string, string> edit) => Chat.SetItem(index, edit(Chat[index]));

    private static ImmutableArray<string> Swap(int first, int second) => Chat.SetItem(first, Chat[second]).SetItem(second, Chat[first]);

    private static ImmutableArray<string> Repeat(string name, string from, string to) =>
        [.. StreamSample.Responses.Select(block => block.StartsWith($"event: {name}\n", StringComparison.Ordinal) ? block.Replace(from, to, StringComparison.Ordinal) : block)];

    private static ImmutableArray<string> SwapAnswers() => [.. StreamSample.Several.Select(static block => block switch
    {
        _ when block.Contains("\"index\":0,\"text\":\"0\"", StringComparison.Ordinal) => block.Replace("\"text\":\"0\"", "\"text\":\"1\"", StringComparison.Ordinal),
        _ when block.Contains("\"index\":1,\"text\":\"1\"", StringComparison.Ordinal) => block.Replace("\"text\":\"1\"", "\"text\":\"0\"", StringComparison.Ordinal),
        _ => block,
    })];

    private static ImmutableArray<string> OtherHead() => Chat.SetItem(0, StreamSample.Head(static head => head with { Input = new(Digest.Sha256([]), 5) }));

    private static ImmutableArray<string> SwapReceipts()
    {
        string block = StreamSample.Several[^2];
        string[] receipts = block["data: {\"choices\":[],\"receipts\":[".Length..^"]}\n\n".Length].Split(",{\"id\"");
        return StreamSample.Several.SetItem(StreamSample.Several.Length - 2, StreamSample.Data($$"""{"choices":[],"receipts":[{"id"{{receipts[1]}},{{receipts[0]}}]}"""));
    }

    /// <summary>A statement with another digest behind a mark.</summary>
    private static string ReplaceDigest(string statement, string mark)
    {
        int at = statement.LastIndexOf(mark == "prev" ? "\"prev\":\"" : "\"],\"prev\"", StringComparison.Ordinal);
        int start = mark == "prev" ? at + "\"prev\":\"".Length : at - 64;
        return statement[..start] + TestKeys.DigestOf(mark) + statement[(start + 64)..];
    }
}
