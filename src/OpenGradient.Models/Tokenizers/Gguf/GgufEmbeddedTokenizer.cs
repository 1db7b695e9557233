using System.Collections.Immutable;
using System.Text;
using OpenGradient.Models.Gguf;
using OpenGradient.Models.Tokenizers.HuggingFace;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tokenizers.Gguf;

/// <summary>A <c>tokenizer.json</c> inside of a GGUF file, with the tokens that begin and end texts beside it.</summary>
internal static class GgufEmbeddedTokenizer
{
    /// <summary>Where GGUF's description puts the file.</summary>
    public const string Key = "tokenizer.huggingface.json";

    private const string BeginKey = "tokenizer.ggml.bos_token_id";
    private static readonly string[] EndKeys = ["tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id"];

    /// <summary>Builds the tokenizer; null for a file without one.</summary>
    /// <exception cref="InvalidInputException">The file in the file is damaged, or has a step that is not supported.</exception>
    public static Tokenizer? Create(GgufMetadata metadata) =>
        metadata.TryGet(Key, out string json) ? HuggingFaceTokenizer.Create(Encoding.UTF8.GetBytes(json), Token(metadata, BeginKey), Token(metadata, EndKeys[0])) : null;

    /// <summary>The tokens after which an answer is over, by the keys.</summary>
    public static IEnumerable<int> Ends(GgufMetadata metadata) => EndKeys.Select(key => Token(metadata, key)).OfType<int>();

    /// <summary>The entries that make a file end and begin as a model does.</summary>
    /// <exception cref="InvalidInputException">There are more ends than keys.</exception>
    public static IEnumerable<(string Key, int Token)> Entries(Tokenizer tokenizer, ImmutableArray<int> ends)
    {
        int[] known = [.. EndOfTurn.Tokens(tokenizer, [])];
        int[] named = [.. (tokenizer.EndToken is int end ? (int[])[end] : []).Concat(ends.Except(known)).Distinct()];
        if (tokenizer.EndToken is null && named.Length == 0 && ends.Length > 0)
            named = [ends[0]];
        if (named.Length > EndKeys.Length)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "generation_config.json: eos_token_id", $"A GGUF file has room for {EndKeys.Length} ends of a turn.");
        return (tokenizer.BeginToken is int begin ? ((string, int)[])[(BeginKey, begin)] : []).Concat(EndKeys.Zip(named));
    }

    private static int? Token(GgufMetadata metadata, string key) => metadata.Has(key) ? metadata.RequiredInt32(key, 0, int.MaxValue) : null;
}
