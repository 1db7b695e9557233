using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>What the last leaf of a language model's output says was returned: the text, and the calls of tools.</summary>
/// <param name="Text">The text outside of calls.</param>
/// <param name="Calls">The calls, in order.</param>
public sealed record AnswerLeaf(string Text, ImmutableArray<ShownCall> Calls)
{
    /// <summary>Reads a <c>message</c> of the assistant, or a <c>completion</c>; false for any other leaf.</summary>
    public static bool TryRead(CommitmentLeaf leaf, [NotNullWhen(true)] out AnswerLeaf? answer)
    {
        answer = null;
        if (leaf.Kind == LeafKind.Completion)
            answer = Utf8Text.TryDecode(leaf.Content.Span, out string? text) ? new(text, []) : null;
        else if (leaf.Kind == LeafKind.Message && JsonReader.TryRead(leaf.Content.Span, out JsonValue? message))
            answer = TryReadCalls(message, out ImmutableArray<ShownCall> calls) ? new(message.TryGetString("content", out string? content) ? content : "", calls) : null;
        return answer is not null;
    }

    /// <summary>The calls of a message, none if it has none; false if one is malformed.</summary>
    public static bool TryReadCalls(JsonValue message, out ImmutableArray<ShownCall> calls)
    {
        calls = [];
        if (!message.TryGet("tool_calls", out JsonValue? list))
            return message.Kind == JsonKind.Object;
        var found = ImmutableArray.CreateBuilder<ShownCall>(list.Items.Length);
        foreach (JsonValue item in list.Items)
        {
            if (!item.TryGetString("id", out string? id) || !item.TryGet("function", out JsonValue? function)
                || !function.TryGetString("name", out string? name) || !function.TryGetString("arguments", out string? arguments))
                return false;
            found.Add(new(id, name, arguments));
        }

        calls = found.MoveToImmutable();
        return true;
    }
}
