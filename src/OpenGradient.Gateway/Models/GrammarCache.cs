using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>The last few grammars of a model: clients ask for the same form again and again.</summary>
internal sealed class GrammarCache
{
    private const int MaximumGrammars = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<Digest, TokenGrammar> _grammars = [];
    private VocabularyTrie? _vocabulary;

    /// <summary>The grammar of what an answer is held to.</summary>
    /// <exception cref="InvalidInputException">It cannot be understood.</exception>
    public TokenGrammar Find(ChatConstraint constraint, ChatTools? tools, ChatModel model)
    {
        Digest key = KeyOf(constraint, tools);
        lock (_gate)
        {
            if (_grammars.TryGetValue(key, out TokenGrammar? known))
                return known;
            Grammar grammar = ChatGrammar.Compile(constraint, tools, model.Template);
            _vocabulary ??= new VocabularyTrie(model.Tokenizer.VocabularySize, model.Tokenizer.BytesOf);
            if (_grammars.Count == MaximumGrammars)
                _grammars.Clear();
            return _grammars[key] = new TokenGrammar(grammar, _vocabulary, model.EndTokens) { WorkLimit = model.GrammarWorkLimit };
        }
    }

    private static Digest KeyOf(ChatConstraint constraint, ChatTools? tools) => Digest.Sha256(
    [
        .. Digest.Sha256(constraint.Text).AsSpan(), .. Digest.Sha256(tools?.Text ?? []).AsSpan(), .. Encoding.UTF8.GetBytes(constraint.Parameter),
    ]);
}
