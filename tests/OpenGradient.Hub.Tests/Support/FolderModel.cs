using System.Buffers.Binary;
using System.Text;

namespace OpenGradient.Hub.Tests.Support;

/// <summary>A language model of zeros that consists of several files, as the Hugging Face library writes them.</summary>
internal static class FolderModel
{
    private static readonly (string Name, int[] Shape)[] Tensors =
    [
        ("model.embed_tokens.weight", [5, 8]), ("model.norm.weight", [8]), ("lm_head.weight", [5, 8]),
        ("model.layers.0.input_layernorm.weight", [8]), ("model.layers.0.post_attention_layernorm.weight", [8]),
        ("model.layers.0.self_attn.q_proj.weight", [8, 8]), ("model.layers.0.self_attn.k_proj.weight", [8, 8]), ("model.layers.0.self_attn.v_proj.weight", [8, 8]),
        ("model.layers.0.self_attn.o_proj.weight", [8, 8]), ("model.layers.0.mlp.gate_proj.weight", [12, 8]), ("model.layers.0.mlp.up_proj.weight", [12, 8]), ("model.layers.0.mlp.down_proj.weight", [8, 12]),
    ];

    /// <summary>Writes the folder.</summary>
    public static void WriteTo(string folder)
    {
        File.WriteAllText(
            Path.Combine(folder, "config.json"),
            """{"architectures":["LlamaForCausalLM"],"hidden_size":8,"num_hidden_layers":1,"num_attention_heads":2,"intermediate_size":12,"max_position_embeddings":16,"rms_norm_eps":1e-5,"hidden_act":"silu"}""");
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), """{"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":[]}}""");
        WriteWeights(Path.Combine(folder, "model.safetensors"), Tensors);
    }

    /// <summary>Puts the weights into two files and an index.</summary>
    public static void Split(string folder)
    {
        (string Name, int[] Shape)[][] parts = [Tensors[..5], Tensors[5..]];
        for (int part = 0; part < 2; part++)
            WriteWeights(Path.Combine(folder, FileOf(part)), parts[part]);
        File.Delete(Path.Combine(folder, "model.safetensors"));
        IEnumerable<string> places = parts.SelectMany(static (part, number) => part.Select(tensor => $"\"{tensor.Name}\":\"{FileOf(number)}\""));
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), $$"""{"weight_map":{ {{string.Join(',', places)}} } }""");
    }

    private static string FileOf(int part) => $"model-0000{part + 1}-of-00002.safetensors";

    private static void WriteWeights(string path, (string Name, int[] Shape)[] tensors)
    {
        int end = 0;
        IEnumerable<string> entries = tensors.Select(tensor =>
        {
            int start = end;
            end += 4 * tensor.Shape.Aggregate(1, static (product, n) => product * n);
            return $$"""{{'"'}}{{tensor.Name}}":{"dtype":"F32","shape":[{{string.Join(',', tensor.Shape)}}],"data_offsets":[{{start}},{{end}}]}""";
        });
        string text = "{" + string.Join(',', entries) + "}";
        byte[] header = Encoding.UTF8.GetBytes(text.PadRight((text.Length + 7) / 8 * 8));
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(path, [.. length, .. header, .. new byte[end]]);
    }
}
