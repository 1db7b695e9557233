using OpenGradient.Models.Files;
using OpenGradient.Models.Gguf;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>Opens the chat template in a file: a Jinja template, a GGUF model, or JSON with a member <c>chat_template</c>; or that of the model in a folder.</summary>
public static class ChatTemplateFile
{
    private const string Member = "chat_template";
    private const string Default = "default";
    private const string TextName = "chat_template.jinja";
    private const string ConfigName = "tokenizer_config.json";

    /// <summary>The largest file with a template, in bytes; a <c>tokenizer_config.json</c> lists the special tokens too.</summary>
    internal const int LimitBytes = 1 << 26;

    /// <summary>Opens the template, with the begin and end tokens where the file names them.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged, has no template, or one that does not parse.</exception>
    public static ChatTemplate Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            return OpenFolder(path);
        RegularFile.LengthBytes(path);
        using (FileStream file = File.OpenRead(path))
        {
            byte[] head = new byte[4];
            if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && GgufHeader.IsGguf(head))
                return FromGguf(path);
        }

        byte[] bytes = RegularFile.Read(path, LimitBytes);
        return path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? TryFromJson(bytes, path) ?? throw Missing(path) : Parse(bytes, config: null, path);
    }

    /// <summary>The template that a file of its own holds; the begin and end tokens stand in <c>tokenizer_config.json</c>, if there is one.</summary>
    internal static ChatTemplate Parse(ReadOnlyMemory<byte> source, byte[]? config, string path)
    {
        using StreamReader text = new(new MemoryStream(source.ToArray()));
        return WithTokens(ChatTemplate.Parse(text.ReadToEnd()), config is null ? JsonValue.Null : ReadJson(config, path));
    }

    /// <summary>The template in a <c>tokenizer_config.json</c>; null if it has none.</summary>
    internal static ChatTemplate? TryFromJson(byte[] bytes, string path)
    {
        JsonValue json = ReadJson(bytes, path);
        return json.TryGet(Member, out JsonValue? value) ? WithTokens(ChatTemplate.Parse(Source(value, path)), json) : null;
    }

    /// <summary>Of a folder's only GGUF file, else of the files beside safetensors, the text before the configuration.</summary>
    private static ChatTemplate OpenFolder(string folder)
    {
        if (Directory.GetFiles(folder, "*.gguf") is [string only])
            return Open(only);
        string text = Path.Combine(folder, TextName);
        string config = Path.Combine(folder, ConfigName);
        if (!File.Exists(text))
            return Open(config);
        return Parse(RegularFile.Read(text, LimitBytes), File.Exists(config) ? RegularFile.Read(config, LimitBytes) : null, text);
    }

    private static ChatTemplate FromGguf(string path)
    {
        GgufMetadata metadata = TokenizerFile.Metadata(path);
        if (!metadata.TryGet(GgufModelReader.TemplateKey, out string source))
            throw Missing(path);
        string[] texts = metadata.Optional<string[]>("tokenizer.ggml.tokens", []);
        string Token(string key) => metadata.TryGet(key, out long id) && id >= 0 && id < texts.Length ? texts[id] : "";
        return ChatTemplate.Parse(source) with { BeginToken = Token("tokenizer.ggml.bos_token_id"), EndToken = Token("tokenizer.ggml.eos_token_id") };
    }

    private static JsonValue ReadJson(byte[] bytes, string path) => JsonReader.TryRead(bytes, out JsonValue? json, out int offset)
        ? json
        : throw new InvalidInputException(InvalidInputKind.Malformed, path, $"At byte {offset} it is not valid JSON.");

    private static ChatTemplate WithTokens(ChatTemplate template, JsonValue config) =>
        template with { BeginToken = Token(config, "bos_token"), EndToken = Token(config, "eos_token") };

    /// <summary>One template, or several with names, of which that named <c>default</c> is meant.</summary>
    private static string Source(JsonValue value, string path)
    {
        if (value.Kind == JsonKind.String)
            return value.Text;
        foreach (JsonValue named in value.Kind == JsonKind.Array ? value.Items : [])
        {
            if (named.TryGetString("name", out string? name) && name == Default && named.TryGetString("template", out string? source))
                return source;
        }

        throw Missing(path);
    }

    private static string Token(JsonValue json, string name)
    {
        if (json.TryGetString(name, out string? text))
            return text;
        return json.TryGet(name, out JsonValue? token) && token.TryGetString("content", out string? content) ? content : "";
    }

    private static InvalidInputException Missing(string path) => new(InvalidInputKind.Invalid, path, "The file has no chat template.");
}
