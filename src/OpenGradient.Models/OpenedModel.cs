using System.Collections.Immutable;
using OpenGradient.Models.Templates;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Programs;

namespace OpenGradient.Models;

/// <summary>A model file, read and compiled.</summary>
/// <remarks>The constants stay in the file's memory, which lives as long as anything that was loaded from it.</remarks>
public sealed class OpenedModel : IDisposable
{
    private readonly IDisposable? _owner;

    internal OpenedModel(string format, Program program, IConstantSource constants, IDisposable? owner)
    {
        Format = format;
        Program = program;
        Constants = constants;
        _owner = owner;
    }

    /// <summary><c>onnx</c>, <c>gguf</c>, <c>safetensors</c> or <c>program</c>.</summary>
    public string Format { get; }

    /// <summary>The Program that the model means.</summary>
    public Program Program { get; }

    /// <summary>The bytes of the Program's constants; not to be asked after <see cref="Dispose"/>, but what was read stays valid.</summary>
    public IConstantSource Constants { get; }

    /// <summary>What in the file each step of the Program comes from.</summary>
    public StepOrigins Origins { get; init; } = StepOrigins.Unknown;

    /// <summary>The files that the model consists of: the opened one first, then external data, relative to its folder.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>For a language model, the most tokens it was made for; otherwise null.</summary>
    public int? ContextLength { get; init; }

    /// <summary>For a language model, the tokens that end its turn.</summary>
    public ImmutableArray<int> EndOfTurnTokens { get; init; } = [];

    /// <summary>For a language model whose file holds one, the tokenizer.</summary>
    public Tokenizer? Tokenizer { get; init; }

    /// <summary>For an encoder, how many elements an embedding has; otherwise null.</summary>
    public int? EmbeddingWidth { get; init; }

    /// <summary>For a chat model, the template of its conversations.</summary>
    public ChatTemplate? ChatTemplate { get; init; }

    /// <inheritdoc/>
    public void Dispose() => _owner?.Dispose();
}
