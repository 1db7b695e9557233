using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>The grammars of a model that were asked for last: clients ask for the same form again and again.</summary>
/// <remarks>
/// Grammars are made outside of the lock, each once however many ask for it, and two at a time: who asks for one that is there never waits
/// for one that is not. What they take is bounded by their bytes, which grow with use; the one that was asked for longest ago goes first.
/// </remarks>
/// <param name="maximumBytes">From how many bytes on grammars are forgotten.</param>
internal sealed class GrammarCache(long maximumBytes = GrammarCache.DefaultMaximumBytes)
{
    private const long DefaultMaximumBytes = 128L << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<Digest, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _order = []; // the one asked for last first
    private readonly Lock[] _turns = [new(), new()]; // as many grammars as are made at the same time
    private Lazy<VocabularyTrie>? _vocabulary;

    /// <summary>The grammar of what an answer is held to.</summary>
    /// <exception cref="InvalidInputException">It cannot be understood.</exception>
    public TokenGrammar Find(ChatConstraint? constraint, ChatTools? tools, ChatModel model) => Find(KeyOf(constraint, tools), () =>
    {
        Grammar grammar = ChatGrammar.Compile(constraint, tools, model.Template);
        return new TokenGrammar(grammar, Vocabulary(model), model.EndTokens) { WorkLimit = model.GrammarWorkLimit, TotalWorkLimit = model.GrammarTotalWorkLimit };
    });

    /// <summary>The grammar of a key: the one that is there or under way, or a new one.</summary>
    /// <remarks>One that cannot be made is not kept: it fails for all who wait for it.</remarks>
    public TokenGrammar Find(Digest key, Func<TokenGrammar> compile)
    {
        Entry entry = Enter(key, compile);
        try
        {
            return entry.Grammar.Value;
        }
        catch
        {
            Remove(entry);
            throw;
        }
        finally
        {
            Trim(entry);
        }
    }

    private Entry Enter(Digest key, Func<TokenGrammar> compile)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out LinkedListNode<Entry>? node))
                _order.Remove(node);
            else
                _entries.Add(key, node = new(new Entry(key, new Lazy<TokenGrammar>(() => CompileInTurn(key, compile)))));
            _order.AddFirst(node);
            return node.Value;
        }
    }

    private TokenGrammar CompileInTurn(Digest key, Func<TokenGrammar> compile)
    {
        lock (_turns[key.AsSpan()[0] % _turns.Length])
            return compile();
    }

    private VocabularyTrie Vocabulary(ChatModel model)
    {
        lock (_gate)
            _vocabulary ??= new(() => new VocabularyTrie(model.Tokenizer.VocabularySize, model.Tokenizer.BytesOf));
        return _vocabulary.Value;
    }

    private void Remove(Entry entry)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(entry.Key, out LinkedListNode<Entry>? node) && node.Value == entry)
                Forget(node);
        }
    }

    /// <summary>Forgets grammars, the oldest first, until the others fit; never the one that was just asked for, and none that is still being made.</summary>
    private void Trim(Entry kept)
    {
        lock (_gate)
        {
            long bytes = _order.Sum(static entry => entry.Bytes);
            for (LinkedListNode<Entry>? node = _order.Last; node is not null && bytes > maximumBytes;)
            {
                LinkedListNode<Entry> oldest = node;
                node = node.Previous;
                if (oldest.Value == kept || !oldest.Value.Grammar.IsValueCreated)
                    continue;
                bytes -= oldest.Value.Bytes;
                Forget(oldest);
            }
        }
    }

    private void Forget(LinkedListNode<Entry> node)
    {
        _entries.Remove(node.Value.Key);
        _order.Remove(node);
    }

    private static Digest KeyOf(ChatConstraint? constraint, ChatTools? tools) => Digest.Sha256(
    [
        .. Digest.Sha256(constraint?.Text ?? []).AsSpan(), .. Digest.Sha256(tools?.Text ?? []).AsSpan(), .. Encoding.UTF8.GetBytes(constraint?.Parameter ?? ""),
    ]);

    private sealed record Entry(Digest Key, Lazy<TokenGrammar> Grammar)
    {
        public long Bytes => Grammar.IsValueCreated ? Grammar.Value.Bytes : 0;
    }
}
