namespace OpenGradient.Models.Tokenizers.Gguf;

/// <summary>The patterns by which models cut text into words, as their own tokenizers have them.</summary>
internal static class PreTokenizerPatterns
{
    /// <summary>GPT-2 (2019).</summary>
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>GPT-4, Llama 3: numbers by three digits.</summary>
    public const string Llama3 = Contraction + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}" + SymbolsAndSpace;

    /// <summary>Qwen 2: each digit alone.</summary>
    public const string Qwen2 = Contraction + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}" + SymbolsAndSpace;

    /// <summary>As <see cref="Qwen2"/> without contractions.</summary>
    public const string Qwen2NoContraction = @"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}" + SymbolsAndSpace;

    /// <summary>Qwen 3.5: marks go with letters.</summary>
    public const string Qwen35 =
        Contraction + @"|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>MiniCPM 5, after numbers were cut by three digits.</summary>
    public const string MiniCpm5 = Contraction + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}+" + SymbolsAndSpace;

    /// <summary>Jais 2: Llama 3 with white space in powers of two.</summary>
    public const string Jais2 = Contraction
        + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
        + @"|\s{512}(?!\S)|\s{256}(?!\S)|\s{128}(?!\S)|\s{64}(?!\S)|\s{32}(?!\S)|\s{16}(?!\S)|\s{8}(?!\S)|\s{4}(?!\S)|\s{1,2}(?!\S)|\s{1}";

    /// <summary>Ling: one line break at a time.</summary>
    public const string BailingMoe =
        @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+";

    /// <summary>Seed-Coder: line breaks never go with symbols.</summary>
    public const string SeedCoder =
        Contraction + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1}| ?[^\s\p{L}\p{N}\r\n]+|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>EXAONE MoE: words in a row are one.</summary>
    public const string ExaoneMoe = Contraction
        + @"|[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+";

    /// <summary>Mistral's Tekken: a capital begins a word; each digit alone.</summary>
    public const string Tekken = CasedWordHead + SmallLetters + "+|" + CapitalHead + SmallLetters + @"*|\p{N}" + SymbolsWithSlash;

    /// <summary>GPT-4o, Llama 4: a capital begins a word, and contractions end it; numbers by three digits.</summary>
    public const string Gpt4o = CasedWordHead + SmallLetters + "+" + OptionalContraction + "|" + CapitalHead + SmallLetters + "*" + OptionalContraction
        + @"|\p{N}{1,3}" + SymbolsWithSlash;

    /// <summary>Youtu, after East Asian scripts were cut out: as <see cref="Gpt4o"/>, each digit alone.</summary>
    public const string Youtu = CasedWordHead + SmallLetters + "+" + OptionalContraction + "|" + CapitalHead + SmallLetters + "*" + OptionalContraction
        + @"|\p{N}" + SymbolsWithSlash;

    /// <summary>Kimi K2: Chinese characters together, otherwise as <see cref="Gpt4o"/>.</summary>
    public const string KimiK2 = @"[\p{Han}]+"
        + @"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+" + OptionalContraction
        + @"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*" + OptionalContraction
        + @"|\p{N}{1,3}" + SymbolsAndSpace;

    /// <summary>DeepSeek V3, after numbers and East Asian scripts were cut out.</summary>
    public const string DeepSeek3 = AsciiSymbolWord
        + @"|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>Spark 2.5: as <see cref="DeepSeek3"/>, each line break alone.</summary>
    public const string Spark25 = AsciiSymbolWord
        + @"|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+|[\r\n]|\s+(?!\S)|\s+";

    /// <summary>Bloom, Poro, Viking: words between blanks and sentence marks.</summary>
    public const string Bloom = @" ?[^(\s|.,!?\u2026\u3002\uFF0C\u3001\u0964\u06D4\u060C)]+";

    /// <summary>Chinese characters and Japanese kana.</summary>
    public const string ChineseAndKana = @"[\u4E00-\u9FA5\u3040-\u309F\u30A0-\u30FF]+";

    /// <summary>Youtu: Korean, full-width marks, Bopomofo, and <see cref="ChineseAndKana"/>.</summary>
    public const string EastAsian =
        @"[\uAC00-\uD7A3\u3131-\u318E]+|[\uFF01\u2026\u201C\u201D\u2018\u2019\u2014\uFF1A\uFF1B\uFF0C\u3001-\u303F\uFE30-\uFE4F]+|[\u3105-\u312F]+|"
        + ChineseAndKana;

    /// <summary>Arcee's models: East and South-East Asian scripts.</summary>
    public const string AsianScripts = @"[\u4E00-\u9FFF\u3400-\u4DBF\uF900-\uFAFF\u3040-\u309F\u30A0-\u30FF\uFF65-\uFF9F\u2F00-\u2FDF\u0E40-\u0E7F"
        + @"\u0E80-\u0EFF\u1780-\u17FF\u1000-\u109F\uAA60-\uAA7F\uA9E0-\uA9FF\uAC00-\uD7AF\u1100-\u11FF]+";

    /// <summary>DeepSeek's first models: letters of the scripts with two cases.</summary>
    public const string DeepSeekLetters = @"\s?[A-Za-z\u00B5\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u01BA\u01BC-\u01BF\u01C4-\u0293\u0295-\u02AF\u0370-\u0373"
        + @"\u0376\u0377\u037B-\u037D\u037F\u0386\u0388-\u038A\u038C\u038E-\u03A1\u03A3-\u03F5\u03F7-\u0481\u048A-\u052F\u0531-\u0556\u10A0-\u10C5"
        + @"\u13A0-\u13F5\u13F8-\u13FD\u1C90-\u1CBA\u1CBD-\u1CBF\u1D00-\u1D2B\u1D6B-\u1D77\u1D79-\u1D9A\u1E00-\u1F15\u1F18-\u1F1D\u1F20-\u1F45"
        + @"\u1F48-\u1F4D\u1F50-\u1F57\u1F59\u1F5B\u1F5D\u1F5F-\u1F7D\u1F80-\u1FB4\u1FB6-\u1FBC\u1FBE\u1FC2-\u1FC4\u1FC6-\u1FCC\u1FD0-\u1FD3"
        + @"\u1FD6-\u1FDB\u1FE0-\u1FEC\u1FF2-\u1FF4\u1FF6-\u1FFC\u2102\u2107\u210A-\u2113\u2115\u2119-\u211D\u2124\u2126\u2128\u212A-\u212D"
        + @"\u212F-\u2134\u2139\u213C-\u213F\u2145-\u2149\u214E\u2183\u2184\u2C00-\u2C7B\u2C7E-\u2CE4\u2CEB-\u2CEE\u2CF2\u2CF3\uA640-\uA66D"
        + @"\uA680-\uA69B\uA722-\uA76F\uA771-\uA787\uA78B-\uA78E\uAB70-\uABBF\uFB00-\uFB06\uFB13-\uFB17\uFF21-\uFF3A\uFF41-\uFF5A"
        + @"\x{10400}-\x{1044F}\x{104B0}-\x{104D3}\x{104D8}-\x{104FB}\x{10C80}-\x{10CB2}\x{10CC0}-\x{10CF2}\x{118A0}-\x{118DF}\x{1E900}-\x{1E943}]+";

    /// <summary>DeepSeek's first models: marks of ASCII and their full-width forms.</summary>
    public const string DeepSeekMarks = @"\s?[!-/:-~\uFF01-\uFF0F\uFF1A-\uFF5E\u2018-\u201F\u3000-\u3002]+";

    /// <summary>DeepSeek's first models: the other scripts.</summary>
    public const string DeepSeekOthers = @"[\u4E00-\u9FA5\u0800-\u4E00\uAC00-\uD7FF]+";

    private const string Contraction = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private const string OptionalContraction = Contraction + "?";
    private const string SymbolsAndSpace = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string SymbolsWithSlash = @"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string AsciiSymbolWord = @"[!""#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+";
    private const string CasedWordHead = @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*";
    private const string CapitalHead = @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+";
    private const string SmallLetters = @"[\p{Ll}\p{Lm}\p{Lo}\p{M}]";
}
