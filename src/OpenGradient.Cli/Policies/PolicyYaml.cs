using System.Text;
using OpenGradient.Primitives;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpenGradient.Cli.Policies;

/// <summary>A policy that was written in YAML, as the JSON that it means: the same members, every scalar a string.</summary>
/// <remarks>
/// Of YAML 1.2 only what cannot surprise: one document, no anchors, aliases or tags. A scalar is the text that stands there, so that
/// <c>upTo: 100</c> and <c>upTo: "100"</c> are one, and no scalar is a number, a date or a truth value.
/// </remarks>
internal static class PolicyYaml
{
    private const int MostDepth = 16;

    /// <exception cref="InvalidInputException">It is no such YAML; the sentence says where.</exception>
    public static byte[] ToJson(ReadOnlySpan<byte> yaml, string file)
    {
        try
        {
            Parser parser = new(new StringReader(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(yaml)));
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            JsonValue value = Read(parser, 0);
            parser.Consume<DocumentEnd>();
            parser.Consume<StreamEnd>();
            return CanonicalJson.Serialize(value);
        }
        catch (YamlException wrong)
        {
            throw new InvalidInputException(InvalidInputKind.Invalid, file, $"this is no policy: line {wrong.Start.Line}, column {wrong.Start.Column}: {wrong.Message}");
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException(InvalidInputKind.Invalid, file, "this is no policy: it is not UTF-8.");
        }
    }

    private static JsonValue Read(Parser parser, int depth)
    {
        ParsingEvent next = parser.Consume<ParsingEvent>();
        if (next is not NodeEvent node || !node.Anchor.IsEmpty || !node.Tag.IsEmpty || depth > MostDepth)
            throw new YamlException(next.Start, next.End, "anchors, aliases, tags and deeper nesting have no place in a policy");
        return node switch
        {
            Scalar scalar => JsonValue.String(scalar.Value),
            SequenceStart => ReadSequence(parser, depth),
            _ => ReadMapping(parser, depth),
        };
    }

    private static JsonValue ReadSequence(Parser parser, int depth)
    {
        List<JsonValue> items = [];
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(Read(parser, depth + 1));
        return JsonValue.Array([.. items]);
    }

    private static JsonValue ReadMapping(Parser parser, int depth)
    {
        Dictionary<string, JsonValue> members = [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            Scalar name = parser.Consume<Scalar>();
            if (!members.TryAdd(name.Value, Read(parser, depth + 1)))
                throw new YamlException(name.Start, name.End, "a member stands there twice");
        }

        return JsonValue.Object([.. members]);
    }
}
