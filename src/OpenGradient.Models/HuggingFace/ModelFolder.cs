using OpenGradient.Models.Files;
using OpenGradient.Primitives;

namespace OpenGradient.Models.HuggingFace;

/// <summary>The files of a model that consists of several: in a folder, or each where a store keeps it.</summary>
/// <param name="configPath">The file <c>config.json</c>, under whatever name.</param>
/// <param name="stored">Where the others are, by their names; null if they lie beside it.</param>
internal sealed class ModelFolder(string configPath, IReadOnlyDictionary<string, string>? stored) : IDisposable
{
    /// <summary>The file that names the architecture and its numbers; the model's own.</summary>
    public const string Config = "config.json";

    /// <summary>The weights in one file.</summary>
    public const string Weights = "model.safetensors";

    /// <summary>The weights in several: which tensor is in which.</summary>
    public const string Index = "model.safetensors.index.json";

    /// <summary>Files beside the weights, of which a model has some.</summary>
    public static readonly string[] Beside = ["generation_config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "modules.json", "sentence_bert_config.json", Pooling];

    /// <summary>How an embedding model makes one vector of many.</summary>
    public const string Pooling = "1_Pooling/config.json";

    private readonly SortedSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<MappedFile> _mapped = [];

    /// <summary>The files other than <see cref="Config"/> that were read, in the order of their names.</summary>
    public IEnumerable<string> Read => _read;

    /// <summary>The bytes of <see cref="Config"/>.</summary>
    public byte[] ReadConfig(int limitBytes) => RegularFile.Read(configPath, limitBytes);

    /// <summary>Whether the model has the file.</summary>
    public bool Has(string name) => PathOf(name) is { } path && File.Exists(path);

    /// <summary>The bytes of a file, or null if the model does not have it.</summary>
    /// <exception cref="InvalidInputException">It is longer than the limit, empty or no regular file; the subject is its name.</exception>
    public byte[]? TryRead(string name, int limitBytes)
    {
        if (!Has(name))
            return null;
        _read.Add(name);
        return Named(name, path => RegularFile.Read(path, limitBytes));
    }

    /// <summary>A file mapped into memory.</summary>
    /// <exception cref="InvalidInputException">It is missing, empty or no regular file; the subject is its name.</exception>
    public MappedFile Map(string name)
    {
        _read.Add(name);
        MappedFile file = Named(name, static path =>
        {
            RegularFile.LengthBytes(path);
            return MappedFile.Open(path);
        });
        _mapped.Add(file);
        return file;
    }

    /// <summary>Closes the mapped files; what was read from them stays valid.</summary>
    public void Dispose() => _mapped.ForEach(static file => file.Dispose());

    private string? PathOf(string name) => stored is null
        ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(configPath))!, name)
        : stored.GetValueOrDefault(name);

    private T Named<T>(string name, Func<string, T> open)
    {
        string path = PathOf(name) ?? throw new InvalidInputException(InvalidInputKind.NotFound, name, "It is not among the files of the model.");
        try
        {
            return open(path);
        }
        catch (InvalidInputException error) when (error.Subject == path)
        {
            throw new InvalidInputException(error.Kind, name, error.Message, error);
        }
    }
}
