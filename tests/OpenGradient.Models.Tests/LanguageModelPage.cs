using System.Globalization;
using System.Text;
using OpenGradient.Models.Decoders;
using OpenGradient.Models.Encoders;
using OpenGradient.Models.Gguf;
using OpenGradient.Models.HuggingFace;

namespace OpenGradient.Models.Tests;

/// <summary>Which language models can be opened, as a page: its tables are those of the code, its figures those of a run.</summary>
internal static class LanguageModelPage
{
    /// <summary>Markdown; the same for the same run.</summary>
    /// <param name="distances">For each file of another engine, how far its logits are from ours, as a part of theirs.</param>
    /// <param name="command">The command that writes this page.</param>
    public static string Write(IReadOnlyList<(string File, double Distance)> distances, string command)
    {
        StringBuilder page = new();
        page.Append(CultureInfo.InvariantCulture, $"# Language models\n\nThe page is written by\n\n```\n{command}\n```\n\nand a test compares it with a new run. What files compile to, bit for bit, is section 14 of [exec-1](../spec/exec-1.md).\n\n");
        AppendArchitectures(page);
        AppendEncodings(page);
        page.Append("## Against another engine\n\nSmall random models, 48 tokens: the root mean square of the differences between our logits and those of llama.cpp, as a part of theirs. llama.cpp keeps\nkeys, values and sums of attention in 16 bits and, with quantised weights, brings activations to 8 bits in blocks of 32, or 256 for the K types; what is compared here is mostly that.\n\n| model | difference |\n|---|--:|\n");
        foreach ((string file, double distance) in distances)
            page.Append(CultureInfo.InvariantCulture, $"| {file} | {distance:0.0e-00} |\n");
        page.Append(Others);
        return page.ToString();
    }

    private static void AppendArchitectures(StringBuilder page)
    {
        page.Append("## Architectures\n\nEvery one is tested with random models against a reference in binary64 that is written from its description: logits differ by less than 2e-6 of themselves; and a\nfolder of safetensors gives the Program of the GGUF file with the same weights, but for `llama`, whose GGUF files hold rows of queries and keys in another order.\n\n");
        page.Append("| GGUF `general.architecture` | safetensors, `config.json` `architectures` |\n|---|---|\n");
        foreach (string name in EncoderSettings.Architectures)
            page.Append(CultureInfo.InvariantCulture, $"| `{name}`: embeddings | {string.Join(", ", HuggingFaceForm.Encoders.Where(form => form.Value.Architecture == name).Select(static form => $"`{form.Key}`"))} |\n");
        foreach (string name in DecoderForm.All.Keys)
        {
            IEnumerable<string> classes = HuggingFaceForm.All.Where(form => form.Value.Architecture == name).Select(static form => $"`{form.Key}`");
            page.Append(CultureInfo.InvariantCulture, $"| `{name}` | {string.Join(", ", classes)} |\n");
        }

        page.Append('\n');
    }

    private static void AppendEncodings(StringBuilder page)
    {
        page.Append("## Encodings\n\nWeights are multiplied as they are stored. *Written* says what `og model quantize` can make.\n\n| encoding | elements / bytes of a block | GGUF | safetensors | written |\n|---|--:|---|---|---|\n");
        foreach (GgufTensorType type in Enum.GetValues<GgufTensorType>())
        {
            string inFolders = type.BlockElements() == 1 ? "yes" : "";
            page.Append(CultureInfo.InvariantCulture, $"| `{type.Encoding()}` | {type.BlockElements()} / {type.BlockBytes()} | yes | {inFolders} | {(GgufQuantizer.Encodings.Contains(type.Encoding()) ? "yes" : "")} |\n");
        }

        page.Append('\n');
    }

    private const string Others = """

        ## Files beside the weights

        | | GGUF | safetensors |
        |---|---|---|
        | numbers | metadata; an unknown one of attention, positions or experts is refused by its key | `config.json`, likewise |
        | weights | one file | `model.safetensors`, or those that `model.safetensors.index.json` names |
        | tokenizer | `tokenizer.ggml.*`: [tokenizers](tokenizers.md); or `tokenizer.huggingface.json`, which `og model quantize` makes of a folder's | `tokenizer.json`, `tokenizer_config.json` |
        | text beside pictures | no | `text_config` of Gemma 3, Llava, Mistral 3, Qwen VL, InternVL, Idefics 3, SmolVLM; what sees is left out |
        | chat template | `tokenizer.chat_template`: [templates](chat-templates.md) | `chat_template.jinja`, or in `tokenizer_config.json` |
        | pooling of an encoder | `bert.pooling_type`: mean, first or last token | `modules.json`, `1_Pooling/config.json`; the mean without them |
        | longest text of an encoder | `bert.context_length` | `config.json`; `sentence_bert_config.json` `max_seq_length` where that is less |
        | ends of turns | `eos`, `eot`, `eom`, and control tokens known to end one | `generation_config.json` or `config.json` `eos_token_id`, and those |

        An encoder is imported as any model is, `og model import FOLDER` or a node's models directory; its embeddings have length 1, and are served by `/v1/embeddings`.

        Files are mapped into memory, and weights are multiplied where they lie, F32, F16 and BF16 as well as blocks: no copy of them is made. In folders that holds of experts, which lie apart,
        of GPT-2's matrices, which lie column by column, and of GPT-NeoX's fused projections, whose rows are sorted by heads, too. Norms and biases become F32. `rope_scaling` may be `linear`, `llama3` or `yarn`; others are refused by name.
        `rope_parameters` takes its place where it is there; for each type of block only Gemma 3 may have its own.

        In GGUF files the numbers of heads and the width between may be lists of one number for each block, if all are the same, and `attention.sliding_window_pattern` a list of flags. Part of
        a split file and a big-endian file are refused with the cure. A window is heeded wherever the file has one: llama.cpp leaves it out of `llama` and `phi3`, so that its logits are others
        from the first position beyond the window. Phi-3 with two sets of factors takes the short ones, and texts as long as those are for; llama.cpp takes the long ones for any text
        once its context is longer.

        """;
}
