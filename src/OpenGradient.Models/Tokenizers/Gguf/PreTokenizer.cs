using System.Collections.Immutable;
using OpenGradient.Models.Tokenizers.Patterns;
using OpenGradient.Models.Tokenizers.Unicode;
using OpenGradient.Models.Tokenizers.Words;
using Known = OpenGradient.Models.Tokenizers.Gguf.PreTokenizerPatterns;

namespace OpenGradient.Models.Tokenizers.Gguf;

/// <summary>What <c>tokenizer.ggml.pre</c> stands for: how a byte-level vocabulary's text is cut, and what else goes with the name.</summary>
/// <param name="Stages">The cuts, each applied to what the one before made.</param>
internal sealed record PreTokenizer(ImmutableArray<IWordStage> Stages)
{
    /// <summary>All names, alphabetically.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "a.x-4.0", "afmoe", "bailingmoe", "bailingmoe2", "bloom", "chameleon", "chatglm-bpe", "codeshell", "cohere2moe", "command-r", "dbrx",
        "deepseek-coder", "deepseek-llm", "deepseek-r1-qwen", "deepseek-v3", "default", "exaone", "exaone-moe", "exaone4", "f2llmv2", "falcon",
        "falcon-h1", "falcon3", "gemma4", "gigachat", "glm4", "gpt-2", "gpt-4o", "gpt2", "gpt3-finnish", "granite-docling",
        "granite-embed-multi-311m", "granite-embed-multi-97m", "grok-2", "hunyuan", "hunyuan-dense", "hy_v4", "jais", "jais-2", "jina-de",
        "jina-es", "jina-v1-en", "jina-v2-code", "jina-v2-de", "jina-v2-es", "jina-v5-nano", "joyai-llm", "kanana2", "kimi-k2", "kormo", "laguna",
        "lfm2", "llada-moe", "llama-bpe", "llama-v3", "llama3", "llama4", "megrez", "mellum", "mellum2", "midm-2.0", "minerva-7b", "minicpm5",
        "minimax-m2", "modern-bert", "mpt", "olmo", "phi-2", "pixtral", "poro-chat", "qwen2", "qwen35", "refact", "roberta-bpe", "sarvam-moe",
        "seed-coder", "smaug-bpe", "smollm", "solar-open", "spark2_5", "stablelm2", "starcoder", "superbpe", "talkie", "tekken", "tiny_aya",
        "trillion", "ufakzeka", "viking", "whitespace", "youtu",
    ];

    /// <summary>Whether a word that is a token is taken whole, whatever the merges say.</summary>
    public bool TakesWholeWords { get; private init; }

    /// <summary>Whether a text begins with the begin token where the file does not say.</summary>
    public bool AddsBegin { get; private init; }

    /// <summary>Whether a text begins with the begin token whatever the file says: files of Gemma 4 say wrongly that it does not.</summary>
    public bool ForcesBegin { get; private init; }

    /// <summary>Whether the vocabulary is of characters with marked blanks, not of bytes.</summary>
    public bool IsOfCharacters { get; private init; }

    /// <summary>Whether text between blanks is all there is: blanks are dropped.</summary>
    public bool DropsBlanks { get; private init; }

    /// <summary>The pre-tokenizer of a name; null if the name is not known.</summary>
    public static PreTokenizer? Find(string name) => name switch
    {
        "llama3" or "llama-v3" or "llama-bpe" or "falcon3" or "falcon-h1" or "pixtral" or "midm-2.0" or "lfm2" or "jina-v5-nano" =>
            Of(Known.Llama3) with { TakesWholeWords = true, AddsBegin = true },
        "dbrx" or "smaug-bpe" or "glm4" or "chatglm-bpe" => Of(Known.Llama3),
        "tekken" => Of(Known.Tekken) with { TakesWholeWords = true, AddsBegin = true },
        "gemma4" or "granite-embed-multi-311m" => Of(@"[^\n]+|[\n]+") with { IsOfCharacters = true, AddsBegin = true, ForcesBegin = true },
        "sarvam-moe" => Of(@"[^\n]+|[\n]+") with { IsOfCharacters = true },
        "whitespace" => new PreTokenizer([new PatternSplit(Pattern.Parse(@"\s+"), MatchUse.Removed)]) { IsOfCharacters = true, DropsBlanks = true },
        "minicpm5" => Of(@"\p{N}{1,3}", Known.MiniCpm5) with { TakesWholeWords = true },
        "youtu" => Of(Known.EastAsian, Known.Youtu) with { TakesWholeWords = true },
        "granite-embed-multi-97m" => Of(Known.Gpt4o) with { TakesWholeWords = true },
        "chameleon" => Of("<sentinel:[0-9]+>", "(IMGIMG)((A|B|C|D|E|F|G|H|I){1,4})Z", @"[\t\n]|    |  ", @"\p{N}", @"[\p{P}!-/:-@\[-`{-~]", Known.Gpt2) with
        {
            AddsBegin = true,
        },
        _ => FindByStages(name),
    };

    /// <summary>The names with which nothing but the cuts goes.</summary>
    private static PreTokenizer? FindByStages(string name) => name switch
    {
        "gpt-2" or "gpt2" or "phi-2" or "jina-es" or "jina-de" or "jina-v2-es" or "jina-v2-de" or "jina-v1-en" or "jina-v2-code" or "roberta-bpe"
            or "gigachat" or "a.x-4.0" or "mellum" or "modern-bert" or "mpt" or "olmo" or "jais" or "trillion" or "granite-docling" or "exaone4" =>
            Of(Known.Gpt2),
        "qwen2" or "deepseek-r1-qwen" or "kormo" or "f2llmv2" or "megrez" or "stablelm2" or "hunyuan" or "solar-open" or "grok-2" => Of(Known.Qwen2),
        "laguna" => Of(@"[^\n]+|[\n]+", Known.Qwen2),
        "ufakzeka" => Of(Known.Qwen2NoContraction),
        "qwen35" => Of(Known.Qwen35),
        "starcoder" or "refact" or "command-r" or "smollm" or "codeshell" or "exaone" or "minerva-7b" or "mellum2" => Of(@"\p{N}", Known.Gpt2),
        "falcon" => Of(@"[\p{P}\$\+<=>\^~\|`]+", Known.Gpt2, "[0-9][0-9][0-9]"),
        "default" => Of(@"[\p{P}\$\+<=>\^~\|]+", Known.Gpt2, @"\p{N}+", "[0-9][0-9][0-9]"),
        "deepseek-llm" => Of(@"[\r\n]", Known.DeepSeekLetters, Known.DeepSeekMarks, @"\s+$", Known.DeepSeekOthers, @"\p{N}+"),
        "deepseek-coder" => Of(@"[\r\n]", @"\s?\p{L}+", @"\s?\p{P}+", Known.DeepSeekOthers, @"\p{N}"),
        "deepseek-v3" or "hunyuan-dense" or "joyai-llm" or "hy_v4" => Of(@"\p{N}{1,3}", Known.ChineseAndKana, Known.DeepSeek3),
        "spark2_5" => Of(@"\p{N}{1,3}", Known.ChineseAndKana, Known.Spark25, @"\p{N}"),
        "gpt-4o" or "llama4" or "kanana2" or "talkie" or "minimax-m2" => Of(Known.Gpt4o),
        "kimi-k2" => Of(Known.KimiK2),
        "poro-chat" or "bloom" or "gpt3-finnish" => Of(Known.Bloom),
        "viking" => Of(Known.Bloom, @"\p{N}"),
        "jais-2" => Of(Known.Jais2),
        "bailingmoe" or "bailingmoe2" or "llada-moe" => Of(Known.BailingMoe),
        "seed-coder" => Of(Known.SeedCoder),
        "exaone-moe" => Of(Known.ExaoneMoe),
        _ => FindByDigits(name),
    };

    /// <summary>The names that stand for digits in groups counted from the end.</summary>
    private static PreTokenizer? FindByDigits(string name) => name switch
    {
        "superbpe" => new([Cut(@"\p{N}+"), new DigitGroups(CodePointSets.Digits, isAlone: false)]),
        "tiny_aya" or "cohere2moe" => new([new DigitGroups(CodePointSets.Digits, isAlone: true, endsWord: true), Cut(Known.Gpt4o)]),
        "afmoe" => new([new DigitGroups(CodePointSets.Numbers, isAlone: true), Cut(Known.AsianScripts), Cut(Known.DeepSeek3)]),
        _ => null,
    };

    private static PreTokenizer Of(params ReadOnlySpan<string> patterns)
    {
        var stages = ImmutableArray.CreateBuilder<IWordStage>(patterns.Length);
        foreach (string pattern in patterns)
            stages.Add(Cut(pattern));
        return new PreTokenizer(stages.MoveToImmutable());
    }

    private static PatternSplit Cut(string pattern) => new(Pattern.Parse(pattern));
}
