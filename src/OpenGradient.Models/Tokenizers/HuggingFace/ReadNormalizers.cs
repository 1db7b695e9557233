using System.Collections.Immutable;
using OpenGradient.Models.Tokenizers.Patterns;
using OpenGradient.Models.Tokenizers.Text;
using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tokenizers.HuggingFace;

/// <summary>The <c>normalizer</c> of a <c>tokenizer.json</c>.</summary>
/// <remarks>A <c>tokenizer_config.json</c> that says what BERT does with capitals, accents and Chinese characters has the last word, as it has with those who made the files.</remarks>
internal sealed class ReadNormalizers
{
    private const int DepthLimit = 8;
    private const int StepLimit = 64;
    private const string BertType = "BertNormalizer";
    private const string LowerSetting = "do_lower_case";
    private const string AccentSetting = "strip_accents";
    private const string ClassWithoutSettings = "PreTrainedTokenizerFast"; // takes tokenizer.json as it is

    private readonly ImmutableArray<ITextNormalizer>.Builder _steps = ImmutableArray.CreateBuilder<ITextNormalizer>();

    public ReadNormalizers(JsonPart normalizer, JsonPart config)
    {
        if (normalizer["type"] is { IsString: true, Text: BertType } && config.Optional("tokenizer_class", "") != ClassWithoutSettings)
            _steps.Add(Bert(normalizer, config));
        else
            Read(normalizer, 0);
        Steps = _steps.ToImmutable();
    }

    /// <summary>The steps in order.</summary>
    public ImmutableArray<ITextNormalizer> Steps { get; }

    private void Read(JsonPart part, int depth)
    {
        if (part.IsMissing)
            return;
        if (_steps.Count > StepLimit)
            throw part.Unsupported($"There are more than {StepLimit} steps.");
        if (part["type"].Text != "Sequence")
        {
            _steps.Add(Step(part));
            return;
        }

        if (depth >= DepthLimit)
            throw part.Unsupported("Sequences nest too deep.");
        foreach (JsonPart step in part["normalizers"].Items)
            Read(step, depth + 1);
    }

    private static ITextNormalizer Step(JsonPart part) => part["type"].Text switch
    {
        "NFC" => Form(isCompatible: false, isComposed: true),
        "NFD" => Form(isCompatible: false, isComposed: false),
        "NFKC" => Form(isCompatible: true, isComposed: true),
        "NFKD" => Form(isCompatible: true, isComposed: false),
        "Lowercase" => new TextNormalizer(BertText.ToLower),
        "StripAccents" => new TextNormalizer(BertText.WithoutMarks),
        "Strip" => Strip(part.Flag("strip_left", true), part.Flag("strip_right", true)),
        "Prepend" => Prepend(part["prepend"].Text),
        "Replace" => Replace(part["pattern"], part["content"].Text),
        "Precompiled" => new CharacterMap(Base64(part["precompiled_charsmap"]), [], part.Path),
        BertType => Bert(part, new JsonPart(default, "")),
        "Nmt" => new TextNormalizer(NmtText.Clean),
        _ => throw part.Unsupported($"The normalizer '{part["type"].Text}' is not supported."),
    };

    private static TextNormalizer Form(bool isCompatible, bool isComposed) =>
        new(text => Normalization.Normalize(text, isCompatible, isComposed));

    private static TextNormalizer Prepend(string prefix) => new(text => text.Length == 0 ? text : prefix + text);

    private static TextNormalizer Strip(bool left, bool right) => new(text =>
    {
        int start = 0;
        int end = text.Length;
        while (left && start < end && CodePointSets.WhiteSpace.Contains(text[start]))
            start++;
        while (right && end > start && CodePointSets.WhiteSpace.Contains(text[end - 1]))
            end--;
        return text[start..end];
    });

    private static TextNormalizer Replace(JsonPart pattern, string content)
    {
        if (!pattern["String"].IsMissing)
        {
            string searched = pattern["String"].Text;
            return searched.Length == 0
                ? throw pattern.Invalid("The text to replace is empty.")
                : new TextNormalizer(text => PatternReplacement.Replace(searched, text, content));
        }

        Pattern compiled = Pattern.Parse(pattern["Regex"].Text);
        return new TextNormalizer(text => PatternReplacement.Replace(compiled, text, content));
    }

    private static BertText Bert(JsonPart part, JsonPart config)
    {
        bool isLower = config.Flag(LowerSetting, part.Flag("lowercase", true));
        bool dropsAccents = config[LowerSetting].IsMissing ? part.Flag(AccentSetting, isLower) : isLower;
        return new BertText
        {
            IsCleaned = part.Flag("clean_text", true),
            SeparatesChinese = config.Flag("tokenize_chinese_chars", part.Flag("handle_chinese_chars", true)),
            IsLower = isLower,
            DropsAccents = config.Flag(AccentSetting, dropsAccents),
        };
    }

    private static byte[] Base64(JsonPart part)
    {
        byte[] bytes = new byte[part.Text.Length];
        return Convert.TryFromBase64String(part.Text, bytes, out int count) ? bytes[..count] : throw part.Invalid("It is not base64.");
    }
}
