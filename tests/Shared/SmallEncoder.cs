using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenGradient.Tests;

/// <summary>A random BERT of two blocks with a vocabulary of a few words: as the sentence-transformers library saves it, and as a GGUF file.</summary>
internal static class SmallEncoder
{
    public const int Width = 24;
    public const int Heads = 3;
    public const int Inner = 40;
    public const int Blocks = 2;
    public const int Context = 32;
    public const int Begin = 2;
    public const int End = 3;

    private const uint Int32Type = 5;
    private const uint BoolType = 7;
    private const uint StringType = 8;
    private const uint ArrayType = 9;

    private static readonly (string Gguf, string Saved)[] Parts =
    [
        ("token_embd", "embeddings.word_embeddings"), ("token_types", "embeddings.token_type_embeddings"), ("position_embd", "embeddings.position_embeddings"), ("token_embd_norm", "embeddings.LayerNorm"),
        ("attn_q", "attention.self.query"), ("attn_k", "attention.self.key"), ("attn_v", "attention.self.value"), ("attn_output", "attention.output.dense"), ("attn_output_norm", "attention.output.LayerNorm"),
        ("ffn_up", "intermediate.dense"), ("ffn_down", "output.dense"), ("layer_output_norm", "output.LayerNorm"),
    ];

    /// <summary>The tokens as BERT writes them.</summary>
    public static string[] Vocabulary { get; } = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "cat", "dog", "sat", "##s", "on", "mat", "!", "red", "##der", "blue", "a"];

    /// <summary>The tensors by their GGUF names, row-major.</summary>
    public static IReadOnlyDictionary<string, (int[] Shape, float[] Numbers)> Tensors { get; } = Create();

    /// <summary>Writes <c>config.json</c>, <c>model.safetensors</c>, <c>tokenizer.json</c> and what says how vectors are pooled.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="pooling">The end of the flag's name.</param>
    public static void WriteFolder(string folder, string pooling = "mean_tokens")
    {
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        File.WriteAllText(Path.Combine(folder, "config.json"), $$"""
            {"architectures":["BertModel"],"attention_probs_dropout_prob":0.1,"hidden_act":"gelu","hidden_size":{{Width}},"intermediate_size":{{Inner}},"layer_norm_eps":1e-12,
            "max_position_embeddings":{{Context}},"num_attention_heads":{{Heads}},"num_hidden_layers":{{Blocks}},"position_embedding_type":"absolute","type_vocab_size":2,"vocab_size":{{Vocabulary.Length}} }
            """);
        File.WriteAllText(Path.Combine(folder, "modules.json"), """
            [{"idx":0,"path":"","type":"sentence_transformers.models.Transformer"},{"idx":1,"path":"1_Pooling","type":"sentence_transformers.models.Pooling"},{"idx":2,"path":"2_Normalize","type":"sentence_transformers.models.Normalize"}]
            """);
        File.WriteAllText(Path.Combine(folder, "1_Pooling", "config.json"), $$"""{"word_embedding_dimension":{{Width}},"pooling_mode_max_tokens":false,"pooling_mode_{{pooling}}":true}""");
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), TokenizerJson());
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), Safetensors());
    }

    /// <summary>Writes the same model as one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pooling">GGUF's number: 1 mean, 2 first token, 3 last token.</param>
    /// <param name="changed">Settings in place of the model's.</param>
    public static void WriteGguf(string path, int pooling = 1, params (string Key, uint Value)[] changed)
    {
        (string Key, uint Value)[] numbers =
        [
            ("bert.context_length", Context), ("bert.embedding_length", Width), ("bert.feed_forward_length", Inner), ("bert.block_count", Blocks), ("bert.attention.head_count", Heads),
            ("bert.pooling_type", (uint)pooling), ("tokenizer.ggml.bos_token_id", Begin), ("tokenizer.ggml.seperator_token_id", End), ("tokenizer.ggml.unknown_token_id", 1), .. changed,
        ];
        byte[][] entries =
        [
            [.. Text("general.architecture"), .. Bytes(StringType), .. Text("bert")],
            [.. Text("tokenizer.ggml.model"), .. Bytes(StringType), .. Text("bert")],
            [.. Text("tokenizer.ggml.tokens"), .. Bytes(ArrayType), .. Bytes(StringType), .. Bytes((ulong)Vocabulary.Length), .. Vocabulary.SelectMany(static token => Text(Marked(token)))],
            [.. Text("tokenizer.ggml.token_type"), .. Bytes(ArrayType), .. Bytes(Int32Type), .. Bytes((ulong)Vocabulary.Length), .. Vocabulary.SelectMany(static token => Bytes(IsControl(token) ? 3u : 1u))],
            [.. Text("bert.attention.causal"), .. Bytes(BoolType), 0],
            [.. Text("bert.attention.layer_norm_epsilon"), .. Bytes(6), .. BitConverter.GetBytes(1e-12f)],
            .. numbers.GroupBy(static number => number.Key).Select(static number => (byte[])[.. Text(number.Key), .. Bytes(4), .. Bytes(number.Last().Value)]),
        ];
        using MemoryStream file = new();
        file.Write([.. "GGUF"u8, .. Bytes(3), .. Bytes((ulong)Tensors.Count), .. Bytes((ulong)entries.Length), .. entries.SelectMany(static entry => entry)]);
        ulong offset = 0;
        foreach ((string name, (int[] shape, float[] data)) in Tensors)
        {
            file.Write([.. Text(name), .. Bytes((uint)shape.Length), .. shape.Reverse().SelectMany(static size => Bytes((ulong)size)), .. Bytes(0u), .. Bytes(offset)]);
            offset += (ulong)((data.Length * sizeof(float)) + 31) / 32 * 32;
        }

        foreach ((_, float[] data) in Tensors.Values)
        {
            file.Write(new byte[(32 - (file.Length % 32)) % 32]);
            file.Write(MemoryMarshal.AsBytes<float>(data));
        }

        file.Write(new byte[(32 - (file.Length % 32)) % 32]);
        File.WriteAllBytes(path, file.ToArray());
    }

    private static Dictionary<string, (int[] Shape, float[] Numbers)> Create()
    {
        Dictionary<string, (int[] Shape, float[] Numbers)> tensors = new(StringComparer.Ordinal);
        Random random = new(20260701);
        void Add(string name, params int[] shape) =>
            tensors.Add(name, (shape, [.. Enumerable.Range(0, shape.Aggregate(1, static (a, b) => a * b)).Select(_ => (random.NextSingle() - 0.5f) * (shape.Length == 1 ? 2f : 0.8f))]));
        void AddBoth(string name, params int[] shape)
        {
            Add(name + ".weight", shape);
            Add(name + ".bias", shape[0]);
        }

        Add("token_embd.weight", Vocabulary.Length, Width);
        Add("token_types.weight", 2, Width);
        Add("position_embd.weight", Context, Width);
        AddBoth("token_embd_norm", Width);
        for (int block = 0; block < Blocks; block++)
        {
            foreach (string part in (string[])["attn_q", "attn_k", "attn_v", "attn_output"])
                AddBoth($"blk.{block}.{part}", Width, Width);
            AddBoth($"blk.{block}.attn_output_norm", Width);
            AddBoth($"blk.{block}.ffn_up", Inner, Width);
            AddBoth($"blk.{block}.ffn_down", Width, Inner);
            AddBoth($"blk.{block}.layer_output_norm", Width);
        }

        return tensors;
    }

    private static byte[] Safetensors()
    {
        JsonObject header = [];
        using MemoryStream data = new();
        foreach ((string name, (int[] shape, float[] numbers)) in Tensors.Append(new("pooler.dense.weight", ([Width, Width], new float[Width * Width]))))
        {
            long start = data.Length;
            data.Write(MemoryMarshal.AsBytes<float>(numbers));
            header[SavedName(name)] = new JsonObject { ["dtype"] = "F32", ["shape"] = new JsonArray([.. shape.Select(static size => (JsonNode)size)]), ["data_offsets"] = new JsonArray(start, data.Length) };
        }

        byte[] text = Encoding.UTF8.GetBytes(header.ToJsonString());
        return [.. Bytes((ulong)text.Length), .. text, .. data.ToArray()];
    }

    private static string SavedName(string name)
    {
        string[] parts = name.Split('.');
        return parts[0] == "pooler" ? name
            : parts[0] == "blk" ? $"encoder.layer.{parts[1]}.{Parts.First(part => part.Gguf == parts[2]).Saved}.{parts[3]}"
            : $"{Parts.First(part => part.Gguf == parts[0]).Saved}.{parts[1]}";
    }

    private static string TokenizerJson() => new JsonObject
    {
        ["added_tokens"] = new JsonArray([.. Vocabulary.Index().Where(static token => IsControl(token.Item)).Select(static token => (JsonNode)new JsonObject { ["id"] = token.Index, ["content"] = token.Item, ["special"] = true })]),
        ["normalizer"] = JsonNode.Parse("""{"type":"BertNormalizer","lowercase":true,"strip_accents":null,"clean_text":true,"handle_chinese_chars":true}"""),
        ["pre_tokenizer"] = JsonNode.Parse("""{"type":"BertPreTokenizer"}"""),
        ["post_processor"] = JsonNode.Parse($$"""{"type":"BertProcessing","sep":["[SEP]",{{End}}],"cls":["[CLS]",{{Begin}}]}"""),
        ["decoder"] = JsonNode.Parse("""{"type":"WordPiece"}"""),
        ["model"] = new JsonObject { ["type"] = "WordPiece", ["unk_token"] = "[UNK]", ["vocab"] = JsonSerializer.SerializeToNode(Vocabulary.Index().ToDictionary(static token => token.Item, static token => token.Index)) },
    }.ToJsonString();

    /// <summary>GGUF marks what begins a word, not what continues one.</summary>
    private static string Marked(string token) => IsControl(token) ? token : token.StartsWith("##", StringComparison.Ordinal) ? token[2..] : "\u2581" + token;

    private static bool IsControl(string token) => token.StartsWith('[');

    private static byte[] Text(string text) => [.. Bytes((ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Bytes(uint number) => BitConverter.GetBytes(number);

    private static byte[] Bytes(ulong number) => BitConverter.GetBytes(number);
}
